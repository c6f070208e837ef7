import type { ModelAnswer, ModelCall } from "../ai/calls.ts";
import type { StepContext } from "./step-context.ts";

type Asking = Pick<StepContext, "ai" | "emit" | "log">;

/**
 * Asks a model and shows what it writes while it writes. Each piece says where it stands (lib/engine/node-progress.ts), so that
 * an answer begun anew takes the place of the one before, and an answer that of what was thought before it.
 */
export async function askModel(ctx: Asking, call: ModelCall): Promise<ModelAnswer> {
  let at = 0;
  let thought = 0;
  for await (const part of ctx.ai.stream(call)) {
    switch (part.type) {
      case "text":
        ctx.emit({ at, text: part.text });
        at += part.text.length;
        break;
      case "thought":
        if (at > 0) break;
        ctx.emit({ at: thought, text: part.text });
        thought += part.text.length;
        break;
      case "restart":
        ctx.log("warn", part.because);
        ctx.emit({ at: 0, text: "" });
        at = 0;
        thought = 0;
        break;
      case "answer":
        for (const note of part.answer.notes) ctx.log("info", `${part.answer.model}: ${note}`);
        return part.answer;
    }
  }
  throw new Error("A model's answer is always the last part.");
}

/** How an answer came about, as outputs tell it. */
export function factsOf({ usage, cost, model, finishReason, cached }: ModelAnswer) {
  return { usage, cost, model, finishReason, ...(cached && { cached }) };
}
