import type { ReactNode } from "react";
import { ChatFrame } from "#components/chat/chat-frame.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const caller = await requirePageCaller();
  const may = { ask: callerMay(caller, "runs:write"), edit: callerMay(caller, "workflows:write") };
  return <ChatFrame may={may}>{children}</ChatFrame>;
}
