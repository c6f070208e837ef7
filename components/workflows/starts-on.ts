import { cronWords } from "#components/shared/workflows/cron-words.ts";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

export type Start = WorkflowListItem["startsOn"][number];

const MINUTE_MS = 60_000;
const units = [
  { ms: 24 * 60 * MINUTE_MS, name: "d" },
  { ms: 60 * MINUTE_MS, name: "h" },
  { ms: MINUTE_MS, name: "min" },
  { ms: 1_000, name: "s" },
];

/** What starts it, in a word or two: `Webhook`, `02:15 daily`, `Mon 07:00`, `every 6 h`. */
export function startLabel(start: Start): string {
  if (start.kind === "webhook") return "Webhook";
  if (start.kind === "chat") return "Chat";
  if (start.everyMs !== null) return `every ${lengthOf(start.everyMs)}`;
  return start.cron === null ? "Schedule" : cronWords(start.cron);
}

/** The whole truth, for a tooltip. */
export function startDetail(start: Start): string {
  if (start.kind === "webhook") return `${start.methods.join(", ")} /api/webhooks/${start.path}`;
  if (start.kind === "chat") return `A chat for members; programs ask the model ${start.model}`;
  return `${start.cron ?? startLabel(start)}, ${start.timezone}`;
}

function lengthOf(ms: number): string {
  const unit = units.find((candidate) => ms % candidate.ms === 0);
  return unit ? `${ms / unit.ms} ${unit.name}` : `${ms} ms`;
}
