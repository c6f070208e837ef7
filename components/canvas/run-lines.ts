import { formatDuration } from "#components/shared/format-duration.ts";
import type { JournalEntry, RunError } from "#lib/engine/events.ts";

/** One line of a run's log: what nodes said, and everything that went wrong. */
export interface RunLine {
  seq: number;
  at: number;
  /** Path of the node; null for the run itself. */
  path: string | null;
  level: "info" | "warn" | "error";
  text: string;
}

/** The lines that these entries make, in order. */
export function linesOf(entries: readonly JournalEntry[]): RunLine[] {
  return entries.flatMap((entry) => lineOf(entry) ?? []);
}

function lineOf({ seq, event }: JournalEntry): RunLine | null {
  const line = (path: string | null, level: RunLine["level"], text: string) => ({
    seq,
    at: event.at,
    path,
    level,
    text,
  });
  switch (event.type) {
    case "log":
      return line(event.path, event.level, event.message);
    case "node.retrying": {
      const wait = formatDuration(event.nextAt - event.at);
      return line(
        event.path,
        "warn",
        `Try ${event.attempt} failed: ${said(event.error)} The next one comes in ${wait}.`,
      );
    }
    case "node.failed":
      return line(event.path, event.handled ? "warn" : "error", said(event.error));
    case "node.completed":
      return event.handled ? line(event.path, "warn", `Failed, and the run went on: ${said(event.handled)}`) : null;
    case "node.waiting":
      return event.kind === "uncertain"
        ? line(event.path, "warn", "The server stopped while this was under way. It waits for your decision.")
        : null;
    case "run.failed":
      return line(null, "error", `The run failed: ${said(event.error)}`);
    case "run.cancelled":
      return line(null, "warn", event.reason ? `The run was cancelled: ${event.reason}` : "The run was cancelled.");
    default:
      return null;
  }
}

function said({ message }: RunError): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
