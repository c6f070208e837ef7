import type { Json } from "../../engine/json.ts";
import { defineStep, NodeError } from "../define.ts";
import { definition } from "./definition.ts";

export default defineStep(definition, async ({ config, ctx }) => {
  const { model, dimensions } = config;
  const texts = textsIn(config.texts);
  const answer = await ctx.ai.embed({
    model,
    texts,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(config.cacheFor === undefined ? {} : { cacheForMs: config.cacheFor }),
  });
  return { port: "out", output: answer };
});

function textsIn(given: Json | undefined): string[] {
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  const texts = list.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  if (texts.length === 0) throw refused("Give a text, or a list of texts.");
  const empty = texts.findIndex((text) => text.trim() === "");
  if (empty !== -1) throw refused(`Text ${empty + 1} is empty. Leave it out: nothing has no meaning to compare.`);
  return texts;
}

function refused(message: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field: "texts" } });
}
