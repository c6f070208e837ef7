import type { Conversation } from "#lib/api/contracts/chat.ts";

export interface Days {
  title: "Today" | "Yesterday" | "Earlier";
  items: Conversation[];
}

/** Conversations under the day on which something was asked last, as the reader's clock has it. */
export function byDay(conversations: readonly Conversation[], now: Date): Days[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const dayOf = ({ updatedAt }: Conversation): Days["title"] => {
    const at = new Date(updatedAt);
    if (at >= midnight) return "Today";
    return at >= before ? "Yesterday" : "Earlier";
  };
  const titles: Days["title"][] = ["Today", "Yesterday", "Earlier"];
  return titles
    .map((title) => ({ title, items: conversations.filter((conversation) => dayOf(conversation) === title) }))
    .filter(({ items }) => items.length > 0);
}
