import { defineSteps } from "../define.ts";
import { work } from "./agent-loop.ts";
import { recall, remember } from "./agent-memory.ts";
import { definition } from "./definition.ts";
import { Spending } from "./spending.ts";

export default defineSteps(definition, async ({ config, input, ctx }) => {
  const spending = new Spending(config);
  const recalled = await recall(config, ctx, spending);
  const { text, last, calls, stoppedBy } = await work(config, input, recalled?.messages ?? [], ctx, spending);
  if (recalled) await remember(ctx, recalled, { asked: config.prompt, answered: text });
  return {
    port: "out",
    output: {
      text,
      turns: spending.turns,
      calls: calls.map(({ name, failed, ms }) => ({ tool: name, failed, ms })),
      stoppedBy,
      uncertain: spending.uncertain,
      usage: spending.usage,
      cost: spending.cost,
      model: last?.model ?? "",
      finishReason: last?.finishReason ?? "other",
    },
  };
});
