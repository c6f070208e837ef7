"use client";

import { FileText } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { ErrorState } from "#components/shared/error-state.tsx";
import { useMediaQuery } from "#components/shared/use-media-query.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Answer, Turn } from "#lib/api/contracts/chat.ts";
import { citedIn } from "#lib/chat/sources.ts";
import { AnswerBlock, type OpenSource } from "./answer-block.tsx";
import { AnswerVoice } from "./answer-voice.tsx";
import { useChatContext } from "./chat-context.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { Question } from "./question.tsx";
import { ThreadScroll } from "./thread-scroll.tsx";
import { lastAnswer, newKey, type OpenConversation, useConversation, useRetry, useStop } from "./use-chats.ts";
import { useComposer } from "./use-composer.ts";

const SourcePanel = dynamic(() => import("./source-panel.tsx").then((all) => all.SourcePanel), { ssr: false });

/** Below this, the source lies over the answer instead of beside it. */
const WITHOUT_SIDE = "(max-width: 1199px)";

export function ConversationPage({ id }: { id: string }) {
  const query = useConversation(id);
  if (query.data) return <Opened key={id} data={query.data} />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return (
      <div className="flex min-h-0 flex-col">
        <ChatHeader title="Chat" />
        <ErrorState
          className="m-5"
          title="The chat could not be loaded"
          meaning={`${problem.message} What was said is not affected.`}
          requestId={problem.requestId}
          action={
            <Button size="sm" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className="flex min-h-0 flex-col" role="status" aria-label="Loading the chat">
      <ChatHeader title="Chat" />
      <div className="mx-auto flex w-full max-w-[640px] flex-col gap-4 px-6 py-5">
        <Skeleton className="h-10 w-3/5 self-end" />
        <Skeleton className="w-full" />
        <Skeleton className="w-4/5" />
      </div>
    </div>
  );
}

function Opened({ data: { conversation, turns } }: { data: OpenConversation }) {
  const { id, title, chatTitle, isOpen } = conversation;
  const { ask } = useChatContext();
  const composer = useComposer({ id }, () => {});
  const stop = useStop(id);
  const retry = useRetry(id);
  const [open, setOpen] = useState<OpenSource | null>(null);
  const last = lastAnswer(turns);
  const isUnderWay = last?.plan != null;
  const withSource = findAnswer(turns, open?.answerId);
  const latestSourced = turns.flatMap(({ answers }) => answers.slice(-1)).findLast(({ sources }) => sources.length > 0);
  const toggle = () => setOpen(open ? null : firstSource(latestSourced));
  const closed = !ask
    ? "Your role may read chats, not ask"
    : isOpen
      ? null
      : "This chat is closed: its workflow is not published, or it is paused";
  return (
    <WithSource
      panel={
        withSource && open ? (
          <OpenedSource answer={withSource} open={open} onOpen={setOpen} onClose={() => setOpen(null)} />
        ) : null
      }
      onClose={() => setOpen(null)}
    >
      <ChatHeader title={chatTitle ?? "Deleted chat"} note={title} conversation={conversation}>
        {latestSourced ? (
          <IconButton label="Sources" aria-pressed={open !== null} onClick={toggle} className="max-md:size-10">
            <FileText aria-hidden className="size-4" />
          </IconButton>
        ) : null}
      </ChatHeader>
      <ThreadScroll>
        {turns.map((turn, index) => {
          const isLast = index === turns.length - 1;
          const mayRetry = isLast && closed === null && !isUnderWay;
          return (
            <div key={turn.id} className="flex flex-col gap-4">
              <Question text={turn.question} />
              <AnswerBlock
                conversationId={id}
                answers={turn.answers}
                retry={
                  mayRetry
                    ? {
                        run: () => retry.mutate({ turnId: turn.id, key: newKey() }),
                        isPending: retry.isPending,
                      }
                    : null
                }
                open={open}
                onOpen={setOpen}
              />
            </div>
          );
        })}
        {composer.sending === null ? null : <Question text={composer.sending} isSending />}
        {retry.isError ? (
          <ErrorState title="It could not be asked again" meaning={asProblem(retry.error).message} />
        ) : null}
      </ThreadScroll>
      <AnswerVoice answer={last} />
      <Composer
        text={composer.text}
        onChange={composer.setText}
        onSend={() => composer.send()}
        isSending={composer.sending !== null}
        answering={
          isUnderWay && last
            ? {
                words: last.state === "waiting" ? "Waiting" : "Answering",
                stop: () => stop.mutate(last.id),
                isStopping: stop.isPending,
              }
            : null
        }
        closed={closed}
        problem={composer.problem ?? (stop.isError ? asProblem(stop.error).message : null)}
      />
    </WithSource>
  );
}

function findAnswer(turns: readonly Turn[], id: string | undefined): Answer | undefined {
  return turns.flatMap(({ answers }) => answers).find((answer) => answer.id === id);
}

/** The one its text points at first, else the first there is. */
function firstSource(answer: Answer | undefined): OpenSource | null {
  const number = answer && (citedIn(answer.text, answer.sources)[0] ?? answer.sources[0]?.number);
  return answer && number !== undefined ? { answerId: answer.id, number } : null;
}

interface OpenedSourceProps {
  answer: Answer;
  open: OpenSource;
  onOpen(source: OpenSource): void;
  onClose(): void;
}

function OpenedSource({ answer, open, onOpen, onClose }: OpenedSourceProps) {
  const source = answer.sources.find(({ number }) => number === open.number);
  if (!source) return null;
  return (
    <SourcePanel
      key={source.number}
      source={source}
      sources={answer.sources}
      onOpen={(number) => onOpen({ answerId: answer.id, number })}
      onClose={onClose}
    />
  );
}

interface WithSourceProps {
  panel: React.ReactNode;
  onClose(): void;
  children: React.ReactNode;
}

function WithSource({ panel, onClose, children }: WithSourceProps) {
  const isOver = useMediaQuery(WITHOUT_SIDE);
  const isOpen = panel !== null;
  return (
    <div
      className={
        isOpen && !isOver
          ? "grid min-h-0 grid-cols-[minmax(0,1fr)_396px] grid-rows-[minmax(0,1fr)]"
          : "grid min-h-0 grid-cols-1 grid-rows-[minmax(0,1fr)]"
      }
    >
      <section aria-label="Chat" className="flex min-h-0 min-w-0 flex-col">
        {children}
      </section>
      {isOpen && !isOver ? (
        <section aria-label="Source" className="flex min-h-0 flex-col border-line border-l">
          {panel}
        </section>
      ) : null}
      <Sheet open={isOpen && isOver} onOpenChange={(open) => !open && onClose()}>
        <SheetContent side="right" closeButton={false} aria-describedby={undefined}>
          <SheetTitle className="sr-only">Source</SheetTitle>
          {panel}
        </SheetContent>
      </Sheet>
    </div>
  );
}
