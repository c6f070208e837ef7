import { isJsonObject, type Json } from "../../engine/json.ts";
import { askModel, factsOf } from "../ask-model.ts";
import { defineStep } from "../define.ts";
import { definition } from "./definition.ts";
import { loadImages } from "./images.ts";

export default defineStep(definition, async ({ config, ctx }) => {
  const images = await loadImages(config.images, ctx);
  const isJson = config.output === "json";
  const answer = await askModel(ctx, {
    model: config.model,
    fallbacks: config.fallbacks,
    prompt: [{ role: "user", text: config.prompt, images }],
    ...(config.system === "" ? {} : { system: config.system }),
    ...(isJson && isJsonObject(config.schema) ? { output: { schema: config.schema } } : {}),
    ...(config.temperature === undefined ? {} : { temperature: config.temperature }),
    ...(config.maxTokens === undefined ? {} : { maxOutputTokens: config.maxTokens }),
    ...(config.cacheFor === undefined ? {} : { cacheForMs: config.cacheFor }),
  });
  const said: { object: Json } | { text: string } = isJson ? { object: answer.object ?? null } : { text: answer.text };
  return { port: "out", output: { ...said, ...factsOf(answer) } };
});
