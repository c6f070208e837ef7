"use client";

import { createContext, type ReactNode, useContext } from "react";

interface ChatMay {
  /** Start runs: ask, stop, ask again. */
  ask: boolean;
  /** Open the workflow in the editor. */
  edit: boolean;
}

const ChatContext = createContext<ChatMay & { openList(): void }>({ ask: false, edit: false, openList: () => {} });

/** What the signed-in person may do here, and how a narrow page shows the list. */
export function ChatProvider({ may, openList, children }: { may: ChatMay; openList(): void; children: ReactNode }) {
  return <ChatContext value={{ ...may, openList }}>{children}</ChatContext>;
}

export function useChatContext() {
  return useContext(ChatContext);
}
