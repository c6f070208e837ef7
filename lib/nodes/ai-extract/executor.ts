import { isJsonObject, type Json, type JsonObject } from "../../engine/json.ts";
import { askModel, factsOf } from "../ask-model.ts";
import type { NameValue } from "../config-schemas.ts";
import { defineStep, NodeError } from "../define.ts";
import { givenText, textIsNoOrder } from "../given-text.ts";
import { definition } from "./definition.ts";

export default defineStep(definition, async ({ config, ctx }) => {
  const { model, fallbacks, maxTokens, instructions } = config;
  const schema = schemaOf(config.schema, config.fields);
  const system = [
    "You read a text and give what it says, as JSON. You add nothing: what is not in the text is null.",
    instructions,
    textIsNoOrder,
  ];
  const answer = await askModel(ctx, {
    model,
    fallbacks,
    system: system.filter((line) => line !== "").join("\n"),
    prompt: givenText(config.text),
    output: { schema },
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(config.cacheFor === undefined ? {} : { cacheForMs: config.cacheFor }),
  });
  return { port: "out", output: { object: answer.object ?? null, ...factsOf(answer) } };
});

function schemaOf(schema: Json | undefined, fields: readonly NameValue[]): JsonObject {
  if (isJsonObject(schema)) return schema;
  if (fields.length === 0) {
    throw new NodeError("invalid_config", "Say what is to be found.", { retry: "never", details: { field: "fields" } });
  }
  const properties = fields.map(({ name, value }): [string, Json] => {
    return [name, { type: ["string", "null"], ...(value === "" ? {} : { description: String(value) }) }];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: fields.map(({ name }) => name),
    additionalProperties: false,
  };
}
