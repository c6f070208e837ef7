"use client";

import { Ellipsis, MessagesSquare, Pencil, SquarePen, Trash2, Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { MenuButton } from "#components/shared/shell/shell.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Conversation } from "#lib/api/contracts/chat.ts";
import { useChatContext } from "./chat-context.tsx";
import { ChatTile } from "./chat-tile.tsx";

const dialogs = () => import("./conversation-dialogs.tsx");
const DeleteConversationDialog = dynamic(() => dialogs().then((all) => all.DeleteConversationDialog), { ssr: false });
const RenameConversationDialog = dynamic(() => dialogs().then((all) => all.RenameConversationDialog), { ssr: false });

interface ChatHeaderProps {
  title: string;
  note?: string | undefined;
  /** Absent for a new chat. */
  conversation?: Conversation | undefined;
  children?: ReactNode;
}

/** Whom one speaks with, and what can be done with the conversation. */
export function ChatHeader({ title, note, conversation, children }: ChatHeaderProps) {
  const { ask, openList } = useChatContext();
  const router = useRouter();
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b pr-2 pl-4 max-md:h-[52px] max-md:gap-1 max-md:px-2">
      <MenuButton />
      <IconButton label="Chats" onClick={openList} className="md:hidden max-md:size-10">
        <MessagesSquare aria-hidden className="size-4" />
      </IconButton>
      <ChatTile className="max-md:hidden" />
      <h1 className="min-w-0 truncate font-semibold text-base tracking-normal max-md:text-lead">{title}</h1>
      {note ? <span className="min-w-0 truncate text-fg-3 text-micro max-md:hidden">{note}</span> : null}
      <span className="ml-auto" />
      {children}
      {ask ? (
        <IconButton label="New chat" onClick={() => router.push("/chat")} className="md:hidden max-md:size-10">
          <SquarePen aria-hidden className="size-4" />
        </IconButton>
      ) : null}
      {conversation ? <More conversation={conversation} /> : null}
    </header>
  );
}

function More({ conversation }: { conversation: Conversation }) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const { ask, edit } = useChatContext();
  const router = useRouter();
  const { workflowId } = conversation;
  const mayEdit = edit && workflowId !== null;
  if (!ask && !mayEdit) return null;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="More" className="max-md:size-10">
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {mayEdit ? (
            <DropdownMenuItem onSelect={() => router.push(`/workflows/${workflowId}`)}>
              <Workflow aria-hidden />
              Open the workflow
            </DropdownMenuItem>
          ) : null}
          {ask ? (
            <>
              <DropdownMenuItem onSelect={() => setDialog("rename")}>
                <Pencil aria-hidden />
                Rename…
              </DropdownMenuItem>
              <DropdownMenuItem variant="danger" onSelect={() => setDialog("delete")}>
                <Trash2 aria-hidden />
                Delete…
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {dialog === "rename" ? (
        <RenameConversationDialog conversation={conversation} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === "delete" ? (
        <DeleteConversationDialog conversation={conversation} onClose={() => setDialog(null)} />
      ) : null}
    </>
  );
}
