import { defineStep } from "../define.ts";
import { definition } from "./definition.ts";

export default defineStep(definition, async ({ config, input, ctx }) => {
  const { result, logs } = await ctx.sandbox.run(config.code, config.input === undefined ? input : config.input);
  return { port: "out", output: { result, logs: logs.map(({ level, message }) => ({ level, message })) } };
});
