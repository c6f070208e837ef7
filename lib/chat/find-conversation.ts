import "server-only";
import type { Conversation } from "../api/contracts/chat.ts";
import { isAppError } from "../errors.ts";
import { host } from "../host/host.ts";
import { type Member, readConversation } from "./conversations.ts";

/** For the page of a conversation; null when the member has none of that id. */
export async function findConversation(member: Member, id: string): Promise<Conversation | null> {
  try {
    return await host().db.withWorkspace(member, (tx) => readConversation(tx, member, id));
  } catch (error) {
    if (isAppError(error) && error.status === 404) return null;
    throw error;
  }
}
