import type { JournalEntry } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { RunAnswer } from "./ports.ts";

/**
 * What a run's journal answers its caller with (E15): the first `control.respond` that completed, else its end; null while
 * there is neither.
 */
export function answerOf(entries: readonly JournalEntry[], respondKeys: ReadonlySet<string>): RunAnswer | null {
  const outputs = new Map<string, Json>();
  for (const { event } of entries) {
    switch (event.type) {
      case "node.completed": {
        const output = "outputOf" in event ? (outputs.get(event.outputOf) ?? null) : event.output;
        outputs.set(event.path, output);
        if (respondKeys.has(lastKey(event.path)) && !event.handled) return replyIn(output);
        break;
      }
      case "iteration.completed": {
        const reply = event.nodes.find(
          ({ key, status, handled }) => respondKeys.has(lastKey(key)) && status === "completed" && !handled,
        );
        if (reply?.output !== undefined) return replyIn(reply.output);
        break;
      }
      case "node.failed":
        outputs.set(event.path, event.output ?? null);
        break;
      case "run.completed":
        return { kind: "output", output: "outputOf" in event ? (outputs.get(event.outputOf) ?? null) : event.output };
      case "run.failed":
        return { kind: "failed", error: event.error };
      case "run.cancelled":
        return { kind: "cancelled" };
    }
  }
  return null;
}

/** What the executor of `control.respond` gives: it is pure, so no person has put something else in its place. */
function replyIn(output: Json): RunAnswer {
  return { kind: "respond", ...(output as { status: number; headers: Record<string, string>; body: Json }) };
}

/** Keys are unique in a document: where a node stands does not matter. */
function lastKey(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
