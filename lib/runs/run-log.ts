import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { type ModelSums, noCalls, withCall } from "../engine/model-events.ts";
import {
  type Append,
  type EncodedEvent,
  encodeEvent,
  type Journal,
  type NewRun,
  type RunPatch,
  type WaitChange,
} from "./ports.ts";

const MAX_BUFFERED_EVENTS = 1_000;
const MAX_BUFFERED_BYTES = 1024 * 1024;
const MOST_CONFLICTS = 50;
const MAX_UNCOMMITTED_BYTES = 4 * 1024 * 1024;

/** Why a walk stops without an end of its own. Not an error of the run. */
export class WalkStopped extends Error {
  readonly reason: "lost" | "duplicate" | "reenter";
  readonly duplicate: { runId: string; hash: string } | undefined;
  constructor(reason: "lost" | "duplicate" | "reenter", duplicate?: { runId: string; hash: string }) {
    super(`the walk stops: ${reason}`);
    this.name = "WalkStopped";
    this.reason = reason;
    this.duplicate = duplicate;
  }
}

export interface RunIdentity {
  runId: string;
  workspaceId: string;
  workflowId: string;
  owner: string;
  epoch: number;
}

/**
 * The journal of one run as its walk writes it. Events of pure nodes wait here and leave with the next effect, answer
 * or end; a step's result travels alone. With `ordered`, writers elsewhere are possible under the same lease: every
 * write names the number it expects to follow, and a conflict drops what others have written already.
 */
export class RunLog {
  readonly identity: RunIdentity;
  readonly #journal: Journal;
  readonly #ordered: boolean;
  #create: NewRun | undefined;
  #seq: number;
  #buffer: EncodedEvent[] = [];
  #bytes = 0;
  #waits: WaitChange[] = [];
  #uncommitted = 0;
  #events: number;
  #pending = new Set<Promise<unknown>>();
  /** The last result that waits to be sent. */
  #turn: Promise<unknown> = Promise.resolve();
  #stopped: unknown;
  /** The first write on its way. */
  #first: Promise<void> | undefined;
  readonly #acceptance = Promise.withResolvers<void>();

  constructor(
    journal: Journal,
    identity: RunIdentity,
    start: { seq: number; events: number; create?: NewRun; ordered?: boolean },
  ) {
    this.#journal = journal;
    this.identity = identity;
    this.#seq = start.seq;
    this.#events = start.events;
    this.#create = start.create;
    this.#ordered = start.ordered ?? false;
    this.#acceptance.promise.catch(() => {});
    if (!start.create) this.#acceptance.resolve();
  }

  /** Events journalled so far, buffered ones included. */
  get count(): number {
    return this.#events;
  }

  emit(event: RunEvent): void {
    this.push(encodeEvent(event));
  }

  push(encoded: EncodedEvent): void {
    this.#buffer.push(encoded);
    this.#bytes += encoded.text.length;
    this.#events += 1;
  }

  wait(change: WaitChange): void {
    this.#waits.push(change);
  }

  /** True when the buffer has grown so far that it should leave now. */
  get isFull(): boolean {
    return this.#buffer.length >= MAX_BUFFERED_EVENTS || this.#bytes >= MAX_BUFFERED_BYTES;
  }

  /** Set while too much is on its way: wait for it before making more. */
  get pressure(): Promise<unknown> | undefined {
    return this.#uncommitted > MAX_UNCOMMITTED_BYTES ? Promise.race(this.#pending) : undefined;
  }

  /** Resolves once the run's row is committed; rejects when it could not be. */
  get accepted(): Promise<void> {
    return this.#acceptance.promise;
  }

  /** Resolves when every write that is on its way now has been answered. */
  get settled(): Promise<unknown> | undefined {
    return this.#pending.size > 0 ? Promise.allSettled([...this.#pending]) : undefined;
  }

  /**
   * Journals what is no step's result. Resolves after the commit.
   * @throws WalkStopped when the run is not this walk's any more: then it was not written
   */
  written(event: RunEvent): Promise<void> {
    this.emit(event);
    return this.flush();
  }

  /**
   * Sends what is buffered. The order of calls is the order in the journal.
   * @throws WalkStopped when the run is not this walk's any more
   */
  flush(more: { patch?: RunPatch } = {}): Promise<void> {
    const events = this.#buffer;
    const waits = this.#waits;
    if (events.length === 0 && waits.length === 0 && !more.patch && !this.#create) return Promise.resolve();
    const bytes = this.#bytes;
    this.#buffer = [];
    this.#waits = [];
    this.#bytes = 0;
    const written = this.#write({ events, waits, patch: { ...more.patch, ...counted(events) } }, bytes);
    const done = this.#track(this.#ordered ? this.#reconcile(written, events, waits, more.patch) : written, bytes);
    if (!this.#first) {
      this.#first = done;
      done.then(this.#acceptance.resolve, this.#acceptance.reject);
    }
    return done;
  }

  /** Sends what is buffered and `last`, but only if nobody else has written since; what is not sent stays buffered. */
  async flushIfUnmoved(last: EncodedEvent, patch: RunPatch): Promise<void> {
    const events = this.#buffer.splice(0);
    const expectedSeq = this.#seq;
    const all = [...events, last];
    const append = { ...this.#append({ events: all, patch: { ...patch, ...counted(all) } }), expectedSeq };
    const result = await this.#track(this.#journal.append(append), 0);
    if (result.status === "inserted") this.#seq = result.seq + all.length - 1;
    else this.#buffer.unshift(...events);
  }

  /**
   * Journals that a try starts. Resolves when it may be executed: at once where a repetition does no harm, else (and always
   * for a run's very first write) after the commit. Unique by path and try: where another delivery was first, the time of
   * its start is returned instead.
   */
  async started(
    event: Extract<RunEvent, { type: "node.started" }>,
    wait: boolean,
  ): Promise<"go" | { startedAt: number }> {
    if (!this.#ordered) {
      const first = this.#create !== undefined;
      this.emit(event);
      const flushed = this.flush();
      await (wait || first ? flushed : this.#first);
      return "go";
    }
    const written = await this.result(`started/${event.path}/${event.attempt}`, [encodeEvent(event)]);
    if (!("existing" in written)) return "go";
    const first = written.existing[0]?.event;
    return { startedAt: first?.at ?? event.at };
  }

  /**
   * Writes one step's result under its key, once, ever. The order of calls is the order in the journal here too.
   * @returns its number, or the entries that were there already and win over these
   */
  async result(
    stepKey: string,
    events: EncodedEvent[],
    waits: WaitChange[] = [],
  ): Promise<{ seq: number } | { existing: JournalEntry[] }> {
    const before = this.flush();
    if (this.#ordered) await this.#inTurn(before);
    this.#events += events.length;
    const append = this.#append({ stepKey, events, waits, patch: counted(events) });
    const result = await this.#track(this.#journal.append(append), 0);
    await before;
    if (result.status === "existing") return { existing: result.entries };
    if (result.status !== "inserted") throw this.#stop(new WalkStopped("lost"));
    if (this.#ordered) this.#seq = result.seq + events.length - 1;
    return { seq: result.seq };
  }

  async #write(part: Pick<Append, "events" | "waits" | "patch">, bytes: number): Promise<void> {
    if (this.#stopped) throw this.#stopped;
    this.#uncommitted += bytes;
    const append = this.#append(part);
    if (this.#create) {
      append.create = this.#create;
      this.#create = undefined;
    }
    if (this.#ordered) append.expectedSeq = this.#seq;
    const result = await this.#journal.append(append);
    if (result.status === "inserted") {
      if (this.#ordered) this.#seq = result.seq + part.events.length - 1;
      return;
    }
    if (result.status === "conflict") throw new Conflict(result.seq);
    if (result.status === "duplicate") throw this.#stop(new WalkStopped("duplicate", result));
    throw this.#stop(new WalkStopped("lost"));
  }

  /** On a conflict: what others wrote stays, what is missing follows it. */
  async #reconcile(
    written: Promise<void>,
    events: readonly EncodedEvent[],
    waits: WaitChange[],
    patch: RunPatch | undefined,
  ): Promise<void> {
    let attempt = written;
    let rest = events;
    for (let tries = 0; ; tries++) {
      let moved: Conflict;
      try {
        return await attempt;
      } catch (error) {
        if (!(error instanceof Conflict) || tries >= MOST_CONFLICTS) throw error;
        moved = error;
      }
      const tail = await this.#journal.read(this.identity.runId, this.#seq);
      this.#seq = Math.max(moved.seq, tail.at(-1)?.seq ?? 0);
      rest = missing(rest, tail);
      const left = leftOver(events, rest, waits, patch);
      attempt = this.#write({ events: rest, waits: left.waits, patch: { ...left.patch, ...counted(rest) } }, 0);
    }
  }

  /** Has anything been journalled of `path` after number `seq`? */
  async hasMovedOn(path: string, seq: number): Promise<boolean> {
    const tail = await this.#journal.read(this.identity.runId, seq);
    return tail.some(({ event }) => "path" in event && event.path === path);
  }

  /** Paths of the node runs and sub-steps whose result was journalled after number `seq`. */
  async settledAfter(seq: number): Promise<Set<string>> {
    const tail = await this.#journal.read(this.identity.runId, seq);
    return new Set(
      tail.flatMap(({ event }) =>
        "path" in event && (isFact(event) || event.type === "step.completed" || event.type === "step.failed")
          ? [event.path]
          : [],
      ),
    );
  }

  /** Waits until what is to stand before a result is there, and the results before it are sent. */
  async #inTurn(before: Promise<void>): Promise<void> {
    const turn = Promise.allSettled([this.#turn, before]);
    this.#turn = turn;
    await turn;
    await before;
  }

  #append(part: Pick<Append, "events" | "waits" | "patch" | "stepKey">): Append {
    const { runId, workspaceId, workflowId, owner, epoch } = this.identity;
    return { runId, workspaceId, workflowId, lease: { owner, epoch }, ...part };
  }

  #track<T>(promise: Promise<T>, bytes: number): Promise<T> {
    const tracked: Promise<T> = promise.finally(() => {
      this.#pending.delete(tracked);
      this.#uncommitted -= bytes;
    });
    this.#pending.add(tracked);
    // Whoever needs the answer awaits it; a write nobody waits for must not end the process.
    tracked.catch(() => {});
    return tracked;
  }

  #stop(reason: WalkStopped): WalkStopped {
    this.#stopped ??= reason;
    return reason;
  }
}

class Conflict extends Error {
  readonly seq: number;
  constructor(seq: number) {
    super("the journal moved on");
    this.seq = seq;
  }
}

function counted(events: readonly EncodedEvent[]): RunPatch {
  let nodesSettled = 0;
  let handledFailures = 0;
  let models: ModelSums | undefined;
  for (const { event } of events) {
    if (event.type === "node.completed") {
      nodesSettled += 1;
      if (event.handled) handledFailures += 1;
    } else if (event.type === "node.failed") {
      nodesSettled += 1;
      if (event.handled) handledFailures += 1;
    } else if (event.type === "node.skipped" || event.type === "node.cancelled") nodesSettled += 1;
    else if (event.type === "model.called") models = withCall(models ?? noCalls, event);
  }
  return { ...(nodesSettled > 0 && { nodesSettled, handledFailures }), ...(models && { models }) };
}

/** What of `events` the tail does not hold yet. @throws WalkStopped when the tail decided a join in another way */
function missing(events: readonly EncodedEvent[], tail: readonly JournalEntry[]): EncodedEvent[] {
  const there = new Map(tail.map(({ event }) => [identity(event), event]));
  return events.filter(({ event }) => {
    const other = there.get(identity(event));
    if (!other) return true;
    if (event.type === "join.decided" && JSON.stringify(other) !== JSON.stringify({ ...event, at: other.at }))
      throw new WalkStopped("reenter");
    return false;
  });
}

/**
 * What still goes with the events that are left. A question that another delivery has asked already may be answered by now,
 * and a run that it has put to sleep may be awake: neither is done again.
 */
function leftOver(
  events: readonly EncodedEvent[],
  rest: readonly EncodedEvent[],
  waits: readonly WaitChange[],
  patch: RunPatch | undefined,
): { waits: WaitChange[]; patch: RunPatch | undefined } {
  const dropped = new Set(events.filter((event) => !rest.includes(event)).map(({ event }) => identity(event)));
  const isAsked = ({ op, path }: WaitChange) => op === "put" && dropped.has(`node.waiting|${path}||`);
  const { state: _, wakeAt: __, ...others } = patch ?? {};
  const isSaid = dropped.has("run.waiting") || dropped.has("run.resumed");
  return { waits: waits.filter((change) => !isAsked(change)), patch: isSaid ? others : patch };
}

function identity(event: RunEvent): string {
  if (!("path" in event)) return event.type;
  const attempt = "attempt" in event && !isFact(event) ? event.attempt : "";
  const name = event.type === "log" ? event.message : event.type === "model.called" ? event.call : "";
  return `${isFact(event) ? "fact" : event.type}|${event.path}|${attempt}|${name}`;
}

function isFact({ type }: RunEvent): boolean {
  return type === "node.completed" || type === "node.failed" || type === "node.skipped" || type === "node.cancelled";
}
