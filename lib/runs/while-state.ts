import type { RunError } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { IterationRecord } from "./replay.ts";

/** How far a `while` has come (E13). */
export class WhileState {
  /** True when no further round begins. */
  isOver = false;
  /** Error of the round that ended it. */
  failure: RunError | undefined;
  /** What the next round is given. */
  value: Json;
  /** Number of the next round. */
  round = 0;

  constructor(initial: Json) {
    this.value = initial;
  }

  take(end: IterationRecord): void {
    if (end.status === "cancelled") return;
    if (end.status === "failed") {
      this.failure = end.error;
      this.isOver = true;
      return;
    }
    this.round += 1;
    if (end.broke) this.isOver = true;
    else this.value = end.state ?? null;
  }

  output(): Json {
    return { state: this.value, iterations: this.round };
  }
}
