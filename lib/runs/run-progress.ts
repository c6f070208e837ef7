import type { RunEvent } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import { afterDelta, asTextDelta, type TextDelta } from "../engine/node-progress.ts";

/** Deltas leave together, so often at most. */
const EVERY_MS = 30;
/** Of one node; what comes after is seen when the node is done. */
const MOST_CHARACTERS = 256 * 1024;
const MOST_RUNS = 1_000;

interface Written {
  text: string;
  /** From here on, nobody has been told. */
  untold: number;
}

/** After these, what a try has written is told by the journal, or void. */
const overtaking: ReadonlySet<RunEvent["type"]> = new Set<RunEvent["type"]>([
  "node.completed",
  "node.failed",
  "node.cancelled",
  "node.retrying",
  "step.completed",
  "step.failed",
]);

/** Does this event put an end to what its node has written so far? */
export function overtakes(event: RunEvent): boolean {
  return overtaking.has(event.type);
}

type Tell = (runId: string, path: string, delta: Json) => void;

/**
 * What the nodes under way have written so far, so that who comes later sees it from its beginning, and who watches is told a few
 * times a second and not at every word. It is forgotten when the node has come to an end.
 */
export class RunProgress {
  readonly #runs = new Map<string, Map<string, Written>>();
  readonly #tell: Tell;
  readonly #due = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take(runId: string, path: string, delta: Json): void {
    const written = asTextDelta(delta);
    // Any other progress is the node's own, and passed on as it is.
    if (written === null) {
      this.#tell(runId, path, delta);
      return;
    }
    const nodes = this.#runs.get(runId) ?? new Map<string, Written>();
    if (!this.#runs.has(runId)) this.#remember(runId, nodes);
    const before = nodes.get(path) ?? { text: "", untold: 0 };
    const text = afterDelta(before.text, written).slice(0, MOST_CHARACTERS);
    nodes.set(path, { text, untold: Math.min(before.untold, written.at, text.length) });
    this.#due.add(runId);
    this.#timer ??= setTimeout(() => this.#tellAll(), EVERY_MS).unref();
  }

  /** What there is of a run so far. */
  *of(runId: string): Generator<[path: string, delta: TextDelta]> {
    for (const [path, { text }] of this.#runs.get(runId) ?? []) yield [path, { at: 0, text }];
  }

  /** Tells what is due of a run: what is about to be told of it is later than that. */
  flush(runId: string): void {
    if (!this.#due.delete(runId)) return;
    for (const [path, written] of this.#runs.get(runId) ?? []) {
      const { text, untold } = written;
      if (untold === text.length && text !== "") continue;
      written.untold = text.length;
      this.#tell(runId, path, { at: untold, text: text.slice(untold) });
    }
  }

  /** Forgets what an event has overtaken. */
  passed(runId: string, event: RunEvent): void {
    if (event.type === "run.completed" || event.type === "run.failed" || event.type === "run.cancelled") {
      this.#runs.delete(runId);
      return;
    }
    if (!("path" in event) || !overtakes(event)) return;
    const nodes = this.#runs.get(runId);
    nodes?.delete(event.path);
    if (nodes?.size === 0) this.#runs.delete(runId);
  }

  #remember(runId: string, nodes: Map<string, Written>): void {
    // A run that was lost to another process never says that it ended.
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size < MOST_RUNS) break;
      this.#runs.delete(oldest);
    }
    this.#runs.set(runId, nodes);
  }

  #tellAll(): void {
    this.#timer = undefined;
    for (const runId of [...this.#due]) this.flush(runId);
  }
}
