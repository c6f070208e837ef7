/** What a card can show, highest first: a node has several of these at once and shows one. */
export const statusPriority = [
  "missing",
  "problem",
  "failed",
  "waiting",
  "retrying",
  "running",
  "queued",
  "disabled",
  "cancelled",
  "skipped",
  "done",
] as const;

export type CardStatus = (typeof statusPriority)[number];

export type StatusTone = "run" | "ok" | "wait" | "fail" | "idle";

export const statusTone: Record<CardStatus, StatusTone> = {
  missing: "wait",
  problem: "fail",
  failed: "fail",
  waiting: "wait",
  retrying: "wait",
  running: "run",
  queued: "idle",
  disabled: "idle",
  cancelled: "idle",
  skipped: "idle",
  done: "ok",
};

export const statusWord: Record<CardStatus, string> = {
  missing: "Not installed here",
  problem: "Has problems",
  failed: "Failed",
  waiting: "Waiting",
  retrying: "Trying again",
  running: "Running",
  queued: "Queued",
  disabled: "Disabled",
  cancelled: "Cancelled",
  skipped: "Skipped",
  done: "Done",
};

/** The status shown for a node that has all of `held`. */
export function topStatus(held: readonly CardStatus[]): CardStatus | null {
  for (const status of statusPriority) if (held.includes(status)) return status;
  return null;
}

/** What threads carried, as people count it. */
export function itemsText(count: number): string {
  return count === 1 ? "1 item" : `${count.toLocaleString("en")} items`;
}
