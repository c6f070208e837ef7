import type { ChatAnswer } from "../../chat/answer-view.ts";
import { answerView, isSettled } from "../../chat/answer-view.ts";
import type { ChatPlan } from "../../chat/chat-plan.ts";
import { writtenText } from "../../chat/written-text.ts";
import type { JournalEntry } from "../../engine/events.ts";
import { afterDelta, asTextDelta } from "../../engine/node-progress.ts";
import type { RunService } from "../../runs/ports.ts";

export interface Following {
  signal: AbortSignal;
  /** Milliseconds. */
  timeoutMs: number;
  /** Told the whole text as it is now, each time that it is another. */
  written?(text: string): void;
}

/** Waits for a run's answer (E15); null when that takes longer than `timeoutMs`, or the signal comes first. */
export async function followAnswer(
  runs: RunService,
  runId: string,
  plan: ChatPlan,
  { signal, timeoutMs, written }: Following,
): Promise<ChatAnswer | null> {
  const { promise, resolve } = Promise.withResolvers<ChatAnswer | null>();
  const entries: JournalEntry[] = [];
  const texts = new Map<string, string>();
  const giveUp = () => resolve(null);
  const timer = setTimeout(giveUp, timeoutMs);
  signal.addEventListener("abort", giveUp);
  const stop = runs.watch(runId, 0, {
    entries(more) {
      entries.push(...more);
      const answer = answerView(entries, plan);
      if (isSettled(answer)) resolve(answer);
    },
    delta(path, delta) {
      const piece = asTextDelta(delta);
      if (!piece) return;
      texts.set(path, afterDelta(texts.get(path) ?? "", piece));
      const text = writtenText(texts, plan);
      if (text !== null) written?.(text);
    },
    // Who reads its last entries has been told before.
    end: giveUp,
  });
  if (signal.aborted) giveUp();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    stop();
  }
}
