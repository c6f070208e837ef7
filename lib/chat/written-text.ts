import type { ChatPlan } from "./chat-plan.ts";
import { isOf } from "./tool-calls.ts";

/**
 * Of what nodes have written so far, by path, the text that is to become the answer: of the writer that began first, what it
 * (or its latest sub-step) has written last. Null while none has.
 */
export function writtenText(texts: ReadonlyMap<string, string>, { writers }: Pick<ChatPlan, "writers">): string | null {
  const writer = [...texts.keys()]
    .map((path) => writers.find((key) => isOf(path, key)))
    .find((key) => key !== undefined);
  if (writer === undefined) return null;
  return [...texts].findLast(([path]) => isOf(path, writer))?.[1] ?? null;
}
