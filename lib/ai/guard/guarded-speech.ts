import { NodeError } from "../../nodes/define.ts";
import { countTokens } from "../../rag/chunking/tokens.ts";
import { costOf } from "../cost.ts";
import type { ModelPrice } from "../prices.ts";
import { type Ending, noUsage, type Question, type Spoken } from "../spoken.ts";
import { boundOfQuestion } from "./call-bound.ts";
import { admit, type Guarded, type Outcome } from "./guarded-call.ts";
import { textsOf } from "./question-text.ts";

/** What is counted towards the tokens of a minute where nothing says how much may be written. */
const USUAL_ANSWER = 1_000;

/** One answer of one model, held back where it has to be, and counted whatever came of it. */
export async function* guardedSpeech(guarded: Guarded, question: Question, ask: () => Spoken): Spoken {
  const asked = () => inputTokens(question) + (question.maxOutputTokens ?? USUAL_ANSWER);
  const admitted = await admit(guarded, asked, (price) => boundOfQuestion(question, price));
  const { price } = admitted;
  let said = "";
  let failure: unknown = leftAlone;
  let ending: Ending | undefined;
  const spoken = ask();
  try {
    for (let next = await spoken.next(); ; next = await spoken.next()) {
      if (next.done) {
        ending = next.value;
        failure = undefined;
        break;
      }
      // What it thinks is written, and paid, too.
      said += typeof next.value === "string" ? next.value : next.value.thought;
      yield next.value;
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    try {
      // Whoever left the loop ends the call.
      if (ending === undefined) await spoken.return({ usage: noUsage, finishReason: "other", notes: [] });
    } finally {
      const outcome = ending ? counted(ending, question, said, price) : brokenOff(question, said, price, failure);
      await admitted.settle(outcome, failure);
    }
  }
  return { ...ending, cost: price === null ? null : costOf(ending.usage, price) };
}

const leftAlone = new NodeError("cancelled", "Nobody waited for the answer any more.", { retry: "never" });

/** As the provider counted; where it did not, as it looks from here. */
function counted({ usage }: Ending, question: Question, said: string, price: ModelPrice | null): Outcome {
  const { inputTokens: input, outputTokens: output } = usage;
  const isTold = input !== null && output !== null;
  const known = isTold
    ? usage
    : { ...usage, inputTokens: input ?? inputTokens(question), outputTokens: output ?? countTokens(said) };
  return {
    inputTokens: known.inputTokens ?? 0,
    outputTokens: known.outputTokens ?? 0,
    ...(isTold ? {} : { estimated: true }),
    cost: price === null ? null : costOf(known, price),
  };
}

/** A provider bills what it had read and written, and says nothing of it. What it refused costs nothing. */
function brokenOff(question: Question, said: string, price: ModelPrice | null, failure: unknown): Outcome {
  const error = failure instanceof NodeError ? failure.code : "internal";
  // Who was given up, or left alone, had got the question.
  const isBilled = said !== "" || error === "timeout" || error === "cancelled";
  if (!isBilled) return { inputTokens: 0, outputTokens: 0, cost: 0, error };
  const usage = { ...noUsage, inputTokens: inputTokens(question), outputTokens: countTokens(said) };
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    estimated: true,
    cost: price === null ? null : costOf(usage, price),
    error,
  };
}

function inputTokens(question: Question): number {
  const schema = question.output ? countTokens(JSON.stringify(question.output.schema)) : 0;
  return textsOf(question).reduce((sum, text) => sum + countTokens(text), schema);
}
