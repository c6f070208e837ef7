"use client";

import { type ReactNode, useState } from "react";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import { ChatProvider } from "./chat-context.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { useChatChanges } from "./use-chats.ts";

/** The list of conversations beside the one that is open; on a narrow page it waits behind a button. */
export function ChatFrame({ may, children }: { may: { ask: boolean; edit: boolean }; children: ReactNode }) {
  const [isListOpen, setListOpen] = useState(false);
  useChatChanges();
  return (
    <ChatProvider may={may} openList={() => setListOpen(true)}>
      <div className="grid min-h-0 flex-1 grid-cols-[212px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] max-md:grid-cols-1">
        <section aria-label="Chats" className="flex min-h-0 flex-col border-line border-r bg-surface max-md:hidden">
          <ConversationList />
        </section>
        {children}
      </div>
      <Sheet open={isListOpen} onOpenChange={setListOpen}>
        <SheetContent side="left" closeButton={false} aria-describedby={undefined}>
          <SheetTitle className="sr-only">Chats</SheetTitle>
          <ConversationList onNavigate={() => setListOpen(false)} />
        </SheetContent>
      </Sheet>
    </ChatProvider>
  );
}
