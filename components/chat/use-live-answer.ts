"use client";

import { useEffect, useMemo, useState } from "react";
import { followRun } from "#components/canvas/follow-run.ts";
import type { Answer } from "#lib/api/contracts/chat.ts";
import { answerView, isSettled } from "#lib/chat/answer-view.ts";
import { writtenText } from "#lib/chat/written-text.ts";
import type { JournalEntry } from "#lib/engine/events.ts";
import { afterDelta } from "#lib/engine/node-progress.ts";
import { useReadAgain } from "./use-chats.ts";

interface Followed {
  entries: readonly JournalEntry[];
  texts: ReadonlyMap<string, string>;
}

const nothing: Followed = { entries: [], texts: new Map() };

/**
 * An answer as it is in this very moment: while its run goes on, made of the run's events; what the server keeps takes their
 * place as soon as it is there.
 */
export function useLiveAnswer(conversationId: string, answer: Answer): Answer {
  const { runId, plan } = answer;
  const followed = useFollowed(plan ? runId : null);
  const live = useMemo(() => {
    if (!plan) return null;
    const view = answerView(followed.entries, plan);
    const written = view.text === "" && !isSettled(view) ? writtenText(followed.texts, plan) : null;
    return { ...view, text: written ?? view.text };
  }, [followed, plan]);
  const isOver = live !== null && isSettled(live);
  const readAgain = useReadAgain();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the answer is there
  useEffect(() => {
    if (isOver) void readAgain(conversationId);
  }, [isOver, conversationId]);
  if (!live) return answer;
  // Before the first events are in, what was read shows more.
  return followed.entries.length === 0 ? answer : { ...answer, ...live };
}

function useFollowed(runId: string | null): Followed {
  const [followed, setFollowed] = useState<Followed>(nothing);
  useEffect(() => {
    if (runId === null) return;
    let now = nothing;
    const show = (next: Partial<Followed>) => {
      now = { ...now, ...next };
      setFollowed(now);
    };
    const stop = followRun(runId, {
      getState: () => ({
        live: { seq: now.entries.at(-1)?.seq ?? 0 },
        take: (entries) => entries.length > 0 && show({ entries: [...now.entries, ...entries] }),
        write(pieces) {
          const texts = new Map(now.texts);
          for (const { path, delta } of pieces) texts.set(path, afterDelta(texts.get(path) ?? "", delta));
          show({ texts });
        },
        setConnection: () => {},
      }),
    });
    return () => {
      stop();
      setFollowed(nothing);
    };
  }, [runId]);
  return followed;
}
