"use client";

import { Search, SquarePen } from "lucide-react";
import Link from "next/link";
import { useRouter, useSelectedLayoutSegment } from "next/navigation";
import { useState } from "react";
import { formatDate } from "#components/shared/format-time.ts";
import { useDebounced } from "#components/shared/use-debounced.ts";
import { useNow } from "#components/shared/use-now.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Conversation } from "#lib/api/contracts/chat.ts";
import { useChatContext } from "./chat-context.tsx";
import { byDay } from "./conversation-days.ts";
import { useConversations } from "./use-chats.ts";

/** @param onNavigate after a conversation was chosen: a sheet closes itself */
export function ConversationList({ onNavigate }: { onNavigate?: () => void }) {
  const [typed, setTyped] = useState("");
  const { ask } = useChatContext();
  const router = useRouter();
  return (
    <>
      <header className="flex h-11 shrink-0 items-center justify-between pr-2 pl-3.5 text-small">
        <h2 className="font-semibold text-small tracking-normal">Chats</h2>
        {ask ? (
          <IconButton
            label="New chat"
            size="sm"
            className="max-md:size-10"
            onClick={() => {
              onNavigate?.();
              router.push("/chat");
            }}
          >
            <SquarePen aria-hidden className="size-3.5" />
          </IconButton>
        ) : null}
      </header>
      <search className="relative mx-2 mb-1 block">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-fg-3"
        />
        <Input
          aria-label="Search chats"
          placeholder="Search"
          value={typed}
          maxLength={200}
          spellCheck={false}
          className="pl-[27px]"
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      <nav aria-label="Conversations" className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
        <Conversations search={useDebounced(typed.trim(), 200)} onNavigate={onNavigate} />
      </nav>
    </>
  );
}

function Conversations({ search, onNavigate }: { search: string; onNavigate: (() => void) | undefined }) {
  const list = useConversations(search);
  const now = useNow(60_000);
  if (list.isPending) return <Loading />;
  if (!list.data)
    return (
      <div role="alert" className="flex flex-col items-start gap-2 p-2 text-small">
        <p>Your chats could not be loaded. They are not affected.</p>
        <Button size="sm" onClick={() => void list.refetch()}>
          Try again
        </Button>
      </div>
    );
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <p className="p-2 text-fg-3 text-small">{search ? `Nothing with “${search}”.` : "What you ask is kept here."}</p>
    );
  return (
    <>
      {byDay(items, now).map(({ title, items: ofDay }) => (
        <section key={title} aria-label={title}>
          <h3 className="px-2 pt-1.5 pb-0.5 font-medium text-fg-3 text-micro tracking-normal">{title}</h3>
          <ul>
            {ofDay.map((conversation) => (
              <Item key={conversation.id} conversation={conversation} day={title} now={now} onNavigate={onNavigate} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage ? (
        <Button
          variant="ghost"
          size="sm"
          className="mt-1 w-full"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  );
}

interface ItemProps {
  conversation: Conversation;
  day: string;
  now: Date;
  onNavigate: (() => void) | undefined;
}

function Item({ conversation: { id, title, chatTitle, updatedAt }, day, now, onNavigate }: ItemProps) {
  const isCurrent = useSelectedLayoutSegment() === id;
  const at = new Date(updatedAt);
  const when =
    day === "Today" ? new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(at) : null;
  const date = day === "Earlier" ? formatDate(at, now) : null;
  return (
    <li>
      <Link
        href={`/chat/${id}`}
        prefetch={false}
        onClick={onNavigate}
        aria-current={isCurrent ? "page" : undefined}
        className="block rounded-control px-2 py-1.5 hover:bg-hover aria-[current=page]:bg-press"
      >
        <span className="block truncate font-medium text-small leading-[17px]">{title}</span>
        <span className="block truncate text-fg-3 text-micro" suppressHydrationWarning>
          {[chatTitle ?? "Deleted chat", when ?? date].filter(Boolean).join(" · ")}
        </span>
      </Link>
    </li>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-4 p-2" role="status" aria-label="Loading your chats">
      {["w-36", "w-28", "w-40", "w-24"].map((width) => (
        <div key={width} className="flex flex-col gap-1.5">
          <Skeleton className={width} />
          <Skeleton className="h-2 w-20" />
        </div>
      ))}
    </div>
  );
}
