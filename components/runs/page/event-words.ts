import type { Status } from "#components/icons/status-shapes.ts";
import { formatDuration } from "#components/shared/format-duration.ts";
import { formatCost, formatTokens } from "#components/shared/format-usage.ts";
import type { JournalEntry, RunEvent } from "#lib/engine/events.ts";
import type { Json } from "#lib/engine/json.ts";
import type { ModelCalled } from "#lib/engine/model-events.ts";
import { isSubStep } from "#lib/engine/run-view-node.ts";

/** One entry of the journal, for people: `Look up customer` done, 2 items. */
export interface EventLine {
  seq: number;
  at: number;
  /** Path of the node it is about; null for the run. */
  path: string | null;
  status: Status;
  text: string;
  /** What people look for first; the rest is shown with "All". */
  isMain: boolean;
  isError: boolean;
}

export function eventLine({ seq, event }: JournalEntry): EventLine {
  const path = "path" in event ? event.path : null;
  return { seq, at: event.at, path, isError: isError(event), ...ofStep(path, event, wordsOf(event)) };
}

/** A node with steps of its own, as an agent, begins many: each says which it is, and only their node begins for "Main". */
function ofStep(path: string | null, { type }: RunEvent, words: Words): Words {
  if (path === null || !isSubStep(path) || !type.startsWith("node.")) return words;
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/#\d+$/, "");
  return { ...words, text: `${name} ${words.text}`, isMain: words.isMain && type !== "node.started" };
}

type Words = Pick<EventLine, "status" | "text" | "isMain">;

function isError(event: RunEvent): boolean {
  switch (event.type) {
    case "node.failed":
    case "node.retrying":
    case "run.failed":
    case "budget.exceeded":
      return true;
    case "node.completed":
      return event.handled !== undefined;
    case "node.waiting":
      return event.kind === "uncertain";
    case "log":
      return event.level === "error";
    default:
      return false;
  }
}

function wordsOf(event: RunEvent): Words {
  switch (event.type) {
    case "run.queued":
      return { status: "queued", text: "Run queued", isMain: true };
    case "run.started":
      return { status: "running", text: "Run started", isMain: true };
    case "run.waiting":
      return { status: "waiting", text: "Run sleeps", isMain: false };
    case "run.resumed":
      return { status: "running", text: "Run goes on", isMain: false };
    case "run.cancelling":
      return { status: "running", text: "Run is being undone", isMain: true };
    case "run.completed":
      return { status: "done", text: "Run done", isMain: true };
    case "run.failed":
      return { status: "failed", text: "Run failed", isMain: true };
    case "run.cancelled":
      return { status: "cancelled", text: "Run cancelled", isMain: true };
    default:
      return nodeWords(event);
  }
}

type NodeEvent = Exclude<RunEvent, { type: `run.${string}` }>;

function nodeWords(event: NodeEvent): Words {
  switch (event.type) {
    case "node.started":
      return { status: "running", text: event.attempt > 1 ? `try ${event.attempt}` : "started", isMain: true };
    case "node.retrying": {
      const wait = formatDuration(event.nextAt - event.at);
      return { status: "retrying", text: `failed, try ${event.attempt + 1} in ${wait}`, isMain: true };
    }
    case "node.completed":
      if (event.handled) return { status: "failed", text: "failed, the run goes on", isMain: true };
      return { status: "done", text: `done${doneWith(event)}`, isMain: true };
    case "node.failed":
      return { status: "failed", text: event.handled ? "failed, the run goes on" : "failed", isMain: true };
    case "node.skipped":
      return { status: "skipped", text: "skipped", isMain: false };
    case "node.cancelled":
      return { status: "cancelled", text: "cancelled", isMain: true };
    case "node.waiting":
      return { status: "waiting", text: event.kind === "uncertain" ? "needs a decision" : "waits", isMain: true };
    case "node.resumed":
      return { status: "running", text: "goes on", isMain: true };
    case "step.completed":
      return { status: "done", text: event.name, isMain: false };
    case "step.failed":
      return { status: "failed", text: `${event.name} failed`, isMain: false };
    case "iteration.completed":
      return {
        status: event.status === "completed" ? "done" : event.status,
        text: event.status === "failed" ? "failed in this round" : "has gone round",
        isMain: false,
      };
    case "join.decided":
      return { status: "done", text: "has what it waits for", isMain: false };
    case "model.called":
      return { status: event.error ? "failed" : "done", text: callWords(event), isMain: false };
    case "budget.exceeded":
      return { status: "failed", text: "was refused: the budget is used up", isMain: true };
    case "log":
      return { status: event.level === "error" ? "failed" : "done", text: event.message, isMain: false };
  }
}

function callWords({ model, error, cached, inputTokens, outputTokens, cost }: ModelCalled): string {
  if (cached) return `${model} had answered this before`;
  const tokens = formatTokens(inputTokens + outputTokens);
  return `${model} ${error ? "failed" : "answered"}, ${tokens}, ${formatCost(cost)}`;
}

function doneWith(event: Extract<RunEvent, { type: "node.completed" }>): string {
  const taken = event.ports.filter((port) => port !== "out");
  if (taken.length > 0) return `, chose ${taken.join(", ")}`;
  const output: Json | undefined = "output" in event ? event.output : undefined;
  return Array.isArray(output) ? `, ${output.length === 1 ? "1 item" : `${output.length} items`}` : "";
}
