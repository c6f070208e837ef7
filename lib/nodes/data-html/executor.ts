import { defineStep, type ExecutorResult } from "../define.ts";
import { textToRead } from "../format-nodes.ts";
import { definition } from "./definition.ts";

export default defineStep(definition, async ({ config, ctx }): Promise<ExecutorResult> => {
  const { convert } = ctx.formats;
  if (config.mode === "table") {
    return {
      port: "out",
      output: { html: await convert("html.table", config.rows ?? null, { caption: config.caption }) },
    };
  }
  const text = await textToRead(config.text, ctx);
  if (config.mode === "text") return { port: "out", output: { text: await convert("html.text", text, {}) } };
  return { port: "out", output: await convert("html.extract", text, { values: config.values }) };
});
