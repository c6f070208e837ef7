import { NodeError } from "../../nodes/define.ts";
import { countTokens } from "../../rag/chunking/tokens.ts";
import { costOf } from "../cost.ts";
import { noUsage } from "../spoken.ts";
import { boundOfTexts } from "./call-bound.ts";
import { admit, type Guarded } from "./guarded-call.ts";

interface ReadAnswer {
  usage: { inputTokens: number | null };
  cost: number | null;
}

/** Texts that are read and turned into numbers, held back where they have to be, and counted whatever came of it. */
export async function guardedEmbedding<Answer extends ReadAnswer>(
  guarded: Guarded,
  { texts }: { texts: readonly string[] },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const estimate = () => texts.reduce((sum, text) => sum + countTokens(text), 0);
  const { price, settle } = await admit(guarded, estimate, (known) => boundOfTexts(texts, known));
  const cost = (inputTokens: number | null) =>
    price === null || inputTokens === null ? null : costOf({ ...noUsage, inputTokens, outputTokens: 0 }, price);
  let answer: Answer;
  try {
    answer = await ask();
  } catch (error) {
    const code = error instanceof NodeError ? error.code : "internal";
    await settle({ inputTokens: 0, outputTokens: 0, cost: 0, error: code }, error);
    throw error;
  }
  const told = answer.usage.inputTokens;
  const inputTokens = told ?? estimate();
  const isEstimated = told === null && { estimated: true as const };
  await settle({ inputTokens, outputTokens: 0, ...isEstimated, cost: cost(inputTokens) }, undefined);
  return { ...answer, cost: cost(told) };
}
