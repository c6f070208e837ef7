import { isJsonObject, type JsonObject } from "../../engine/json.ts";
import { askModel, factsOf } from "../ask-model.ts";
import { defineStep, NodeError } from "../define.ts";
import { givenText, textIsNoOrder } from "../given-text.ts";
import { definition, NONE } from "./definition.ts";

export default defineStep(definition, async ({ config, ctx }) => {
  const { classes, model, fallbacks, maxTokens, instructions } = config;
  if (classes.length === 0) {
    throw new NodeError("invalid_config", "Give the classes to choose from.", {
      retry: "never",
      details: { field: "classes" },
    });
  }
  const lines = classes.map(({ name, value }) => (value === "" ? `- ${name}` : `- ${name}: ${String(value)}`));
  const system = [
    "You sort a text into exactly one of these classes:",
    ...lines,
    `If it belongs to none of them, the class is ${NONE}. Give the reason in one short sentence.`,
    instructions,
    textIsNoOrder,
  ];
  const answer = await askModel(ctx, {
    model,
    fallbacks,
    system: system.filter((line) => line !== "").join("\n"),
    prompt: givenText(config.text),
    output: { schema: schemaOf(classes.map(({ name }) => name)) },
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(config.cacheFor === undefined ? {} : { cacheForMs: config.cacheFor }),
  });
  const { class: found, reason } = isJsonObject(answer.object) ? answer.object : {};
  const chosen = typeof found === "string" && found !== NONE ? found : null;
  return {
    port: config.routes ? (chosen ?? NONE) : "out",
    output: { class: chosen, reason: typeof reason === "string" ? reason : "", ...factsOf(answer) },
  };
});

function schemaOf(names: readonly string[]): JsonObject {
  return {
    type: "object",
    properties: { reason: { type: "string" }, class: { type: "string", enum: [...names, NONE] } },
    required: ["reason", "class"],
    additionalProperties: false,
  };
}
