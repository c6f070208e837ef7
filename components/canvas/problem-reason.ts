import type { Problem } from "#lib/engine/graph.ts";

const ABOUT = /^[^:"]+ of "[^"]*": /;

/** What is wrong, for places that say already which field of which node it is about. */
export function reasonOf({ message, field }: Problem): string {
  if (field === undefined) return message;
  const reason = message.replace(ABOUT, "");
  return reason.slice(0, 1).toUpperCase() + reason.slice(1);
}
