"use client";

import { Activity, ChevronLeft, ChevronRight, RotateCcw } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useCallback, useState } from "react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { CopyButton } from "#components/shared/code/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Answer } from "#lib/api/contracts/chat.ts";
import { Cite } from "./cite.tsx";
import { Markdown } from "./markdown.tsx";
import { ToolRows } from "./tool-rows.tsx";
import { useLiveAnswer } from "./use-live-answer.ts";

export interface OpenSource {
  answerId: string;
  number: number;
}

interface AnswerBlockProps {
  conversationId: string;
  /** All answers to one question, oldest first. */
  answers: readonly Answer[];
  /** Asks again; null where that cannot be done. */
  retry: { run(): void; isPending: boolean } | null;
  open: OpenSource | null;
  onOpen(source: OpenSource): void;
}

/** The answer to a question: the last one, or an earlier one that is turned back to. */
export function AnswerBlock({ conversationId, answers, retry, open, onOpen }: AnswerBlockProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const at = answers.findIndex(({ id }) => id === chosen);
  const shown = at < 0 ? answers.length - 1 : at;
  const answer = answers[shown];
  if (!answer) return null;
  const turnTo = (index: number) => setChosen(index === answers.length - 1 ? null : (answers[index]?.id ?? null));
  return (
    <OneAnswer
      key={answer.id}
      conversationId={conversationId}
      answer={answer}
      retry={retry}
      open={open}
      onOpen={onOpen}
    >
      {answers.length > 1 ? (
        <span className="flex items-center text-fg-3 text-micro tabular-nums">
          <IconButton label="Answer before" size="sm" disabled={shown === 0} onClick={() => turnTo(shown - 1)}>
            <ChevronLeft aria-hidden className="size-3.5" />
          </IconButton>
          {shown + 1} of {answers.length}
          <IconButton
            label="Answer after"
            size="sm"
            disabled={shown === answers.length - 1}
            onClick={() => turnTo(shown + 1)}
          >
            <ChevronRight aria-hidden className="size-3.5" />
          </IconButton>
        </span>
      ) : null}
    </OneAnswer>
  );
}

interface OneAnswerProps extends Omit<AnswerBlockProps, "answers"> {
  answer: Answer;
  children: ReactNode;
}

function OneAnswer({ conversationId, answer: kept, retry, open, onOpen, children }: OneAnswerProps) {
  const answer = useLiveAnswer(conversationId, kept);
  const { id, text, sources, tools, state, runId } = answer;
  const openNumber = open?.answerId === id ? open.number : null;
  const drawCite = useCallback(
    (number: number) => {
      const source = sources.find((candidate) => candidate.number === number);
      if (!source) return null;
      return (
        <Cite
          number={number}
          name={source.name}
          isOn={openNumber === number}
          onOpen={() => onOpen({ answerId: id, number })}
        />
      );
    },
    [sources, openNumber, id, onOpen],
  );
  const isUnderWay = state === "running" || state === "waiting";
  return (
    <article aria-label="Answer" aria-busy={isUnderWay} className="group/answer flex flex-col gap-2">
      {tools.length > 0 ? <ToolRows tools={tools} /> : null}
      {text === "" ? null : (
        <div className="py-1.5">
          <Markdown text={text} drawCite={drawCite} />
        </div>
      )}
      <AnswerState answer={answer} />
      {isUnderWay ? null : (
        <footer className="flex items-center gap-0.5 text-fg-3">
          {text === "" ? null : <CopyButton text={text} label="answer" className="bg-transparent text-fg-3" />}
          {retry ? (
            <IconButton
              label={state === "unsent" ? "Send again" : "Ask again"}
              size="sm"
              disabled={retry.isPending}
              onClick={retry.run}
              className="max-md:size-10"
            >
              <RotateCcw aria-hidden className="size-3.5" />
            </IconButton>
          ) : null}
          {runId === null ? null : <RunLink runId={runId} />}
          {children}
        </footer>
      )}
    </article>
  );
}

function RunLink({ runId }: { runId: string }) {
  return (
    <Link
      href={`/runs/${runId}`}
      prefetch={false}
      aria-label="Show the run of this answer"
      title="Show the run of this answer"
      className="inline-grid size-control-sm place-items-center rounded-control hover:bg-hover hover:text-fg max-md:size-10"
    >
      <Activity aria-hidden className="size-3.5" />
    </Link>
  );
}

/** What is to be said of an answer that is not simply there. */
function AnswerState({ answer: { state, text, error, runId, isCut } }: { answer: Answer }) {
  if (state === "running" && text === "") {
    return (
      <p className="flex items-center gap-2 text-fg-3 text-small">
        <StatusIcon status="running" size={14} /> Working on it
      </p>
    );
  }
  if (state === "waiting") {
    return (
      <p className="flex items-center gap-2 text-small">
        <StatusIcon status="waiting" size={14} /> It waits for somebody, or for a time.
        {runId ? <Aside runId={runId}>See what for</Aside> : null}
      </p>
    );
  }
  if (state === "stopped") return <Note status="cancelled">You stopped it here.</Note>;
  if (state === "unsent") return <Note status="failed">This was not sent. Send it again.</Note>;
  if (state === "done" && text === "") return <Note status="done">It answered with nothing.</Note>;
  if (state === "done" && isCut)
    return <Note status="done">The model stopped at its limit; the answer may go on.</Note>;
  if (state !== "failed") return null;
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-card border border-fail/30 bg-fail-soft px-3 py-2 text-small"
    >
      <StatusIcon status="failed" size={14} className="mt-0.5" />
      <p className="min-w-0">
        <b className="block font-medium">The workflow could not answer</b>
        <span className="text-fg-2">{error?.message}</span>{" "}
        {runId ? <Aside runId={runId}>See where it failed</Aside> : null}
      </p>
    </div>
  );
}

function Note({ status, children }: { status: "cancelled" | "failed" | "done"; children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 text-fg-2 text-small">
      <StatusIcon status={status} size={14} />
      {children}
    </p>
  );
}

function Aside({ runId, children }: { runId: string; children: ReactNode }) {
  return (
    <Link href={`/runs/${runId}`} prefetch={false} className="text-primary-text underline underline-offset-2">
      {children}
    </Link>
  );
}
