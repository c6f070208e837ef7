import { asProblem } from "#components/shared/api.ts";

const AT_ONCE = 4;

export interface EachOf<T, R> {
  done: T[];
  results: R[];
  failed: { item: T; reason: string }[];
}

/** Does the same to each, a few at a time; one that fails does not keep the others from it. */
export async function eachOf<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<EachOf<T, R>> {
  const outcome: EachOf<T, R> = { done: [], results: [], failed: [] };
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        outcome.results.push(await act(item));
        outcome.done.push(item);
      } catch (error) {
        outcome.failed.push({ item, reason: asProblem(error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return outcome;
}

/** `“Digest” was not paused`, `3 workflows: was not paused`. */
export function failureText(failed: readonly { item: { name: string } }[], what: string): string {
  return failed.length === 1 ? `“${failed[0]?.item.name}” ${what}` : `${failed.length} of them: it ${what}`;
}
