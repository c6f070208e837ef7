import { defineWait } from "../define.ts";
import { definition } from "./definition.ts";

export default defineWait(definition, {
  ask: ({ config, ctx }) => ({ until: config.until ?? ctx.now() + (config.duration ?? 0) }),
  // From what was agreed, not from a clock: a run that is walked again gives the same output.
  settle: ({ askedAt, until }) => ({ port: "out", output: { waitedMs: Math.max(0, until - askedAt) } }),
});
