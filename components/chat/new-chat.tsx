"use client";

import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Chat } from "#lib/api/contracts/chat.ts";
import { useChatContext } from "./chat-context.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { ChatTile } from "./chat-tile.tsx";
import { Composer } from "./composer.tsx";
import { Question } from "./question.tsx";
import { ThreadScroll } from "./thread-scroll.tsx";
import { useChats } from "./use-chats.ts";
import { useComposer } from "./use-composer.ts";

/** @param wanted id of the workflow to speak with */
export function NewChat({ wanted }: { wanted: string | null }) {
  const chats = useChats();
  const { ask } = useChatContext();
  const items = chats.data?.items;
  return (
    <section aria-label="New chat" className="flex min-h-0 min-w-0 flex-col">
      {items && items.length > 0 ? (
        <Begin chats={items} wanted={wanted} mayAsk={ask} />
      ) : (
        <>
          <ChatHeader title="New chat" />
          <div className="p-5 max-md:p-4">
            {chats.isPending ? <Skeleton className="w-56" /> : null}
            {chats.isError && !items ? (
              <ErrorState
                title="The chats could not be loaded"
                meaning={asProblem(chats.error).message}
                action={
                  <Button size="sm" onClick={() => void chats.refetch()}>
                    Try again
                  </Button>
                }
              />
            ) : null}
            {items ? <NoChats /> : null}
          </div>
        </>
      )}
    </section>
  );
}

function NoChats() {
  return (
    <EmptyState
      icon={<MessageSquare aria-hidden />}
      title="No workflow to chat with yet"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/workflows">Open workflows</Link>
          </Button>
          <Button asChild>
            <Link href="/docs/guides/chat">How a chat is made</Link>
          </Button>
        </>
      }
    >
      A workflow that starts with a “Chat message” has its chat here as soon as it is published: it answers what the
      members of the workspace ask.
    </EmptyState>
  );
}

function Begin({ chats, wanted, mayAsk }: { chats: readonly Chat[]; wanted: string | null; mayAsk: boolean }) {
  const router = useRouter();
  const [chosen, setChosen] = useState(wanted);
  const chat = chats.find(({ workflowId }) => workflowId === chosen) ?? (chats[0] as Chat);
  const composer = useComposer({ workflowId: chat.workflowId }, (id) => router.push(`/chat/${id}`));
  const isMissing = wanted !== null && chosen === wanted && !chats.some(({ workflowId }) => workflowId === wanted);
  return (
    <>
      <ChatHeader title="New chat" />
      <ThreadScroll>
        {composer.sending === null ? (
          <div className="flex flex-col items-start gap-4 pt-[8vh]">
            <ChatTile isLarge />
            {chats.length > 1 ? (
              <Select value={chat.workflowId} onValueChange={setChosen}>
                <SelectTrigger aria-label="Chat with" className="w-64 max-w-full">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  {chats.map(({ workflowId, title }) => (
                    <SelectItem key={workflowId} value={workflowId}>
                      {title}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            ) : (
              <h2 className="font-semibold text-title">{chat.title}</h2>
            )}
            {isMissing ? (
              <p role="status" className="text-fg-2 text-small">
                The chat you came for is not open now: its workflow is not published, or it is paused.
              </p>
            ) : null}
            <p className="whitespace-pre-wrap text-fg-2 text-prose">
              {chat.greeting || "What would you like to know?"}
            </p>
            <Suggestions suggestions={mayAsk ? chat.suggestions : []} onChoose={composer.send} />
          </div>
        ) : (
          <Question text={composer.sending} isSending />
        )}
      </ThreadScroll>
      <Composer
        text={composer.text}
        onChange={composer.setText}
        onSend={() => composer.send()}
        isSending={composer.sending !== null}
        answering={null}
        closed={mayAsk ? null : "Your role may read chats, not ask"}
        problem={composer.problem}
      />
    </>
  );
}

function Suggestions({ suggestions, onChoose }: { suggestions: readonly string[]; onChoose(text: string): void }) {
  if (suggestions.length === 0) return null;
  return (
    <ul aria-label="Suggestions" className="flex flex-wrap gap-2">
      {suggestions.map((text) => (
        <li key={text}>
          <Button
            className="h-auto min-h-control whitespace-normal py-1 text-left max-md:min-h-10"
            onClick={() => onChoose(text)}
          >
            {text}
          </Button>
        </li>
      ))}
    </ul>
  );
}
