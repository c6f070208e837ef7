import type { Fact, JournalEntry, RunEvent, StoredOutput } from "../events.ts";
import type { Json } from "../json.ts";

/** A node run, or a round of a container, as a journal tells of it. Positions count all that is told, rounds' nodes included. */
interface ToldNode {
  status: Fact["status"];
  position: number;
  output: Json;
}

/** A run's journal by paths, with what came before what. */
export class Told {
  readonly nodes = new Map<string, ToldNode>();
  readonly rounds = new Map<string, ToldNode>();
  /** Positions of `node.started`, by path. */
  readonly starts = new Map<string, number[]>();
  /** Positions of the decisions of early joins, by path. */
  readonly joins = new Map<string, number>();
  /** First and last position at or under each round, by its path. */
  readonly #spans = new Map<string, { first: number; last: number }>();
  readonly end: RunEvent | undefined;
  /** Turn of the event loop in which each position was committed. */
  readonly #turns: number[] = [0];

  readonly #isContainer: (path: string) => boolean;

  /** @param turns turn of the event loop in which each entry was committed, by its number */
  constructor(
    entries: readonly JournalEntry[],
    turns: ReadonlyMap<number, number>,
    isContainer: (path: string) => boolean,
  ) {
    this.#isContainer = isContainer;
    for (const { seq, event } of entries) this.#take(event, turns.get(seq) ?? 0);
    this.end = entries.at(-1)?.event;
  }

  /** Where a round was first heard of; undefined: never. */
  beginOf(round: string): number | undefined {
    return this.#spans.get(round)?.first;
  }

  /** Where a round was heard of for the last time. */
  endOf(round: string): number | undefined {
    return this.rounds.get(round)?.position ?? this.#spans.get(round)?.last;
  }

  /**
   * Paths at `path` or under it that were started after what stands at a position had become known: a walk hears of a
   * commit at the end of its turn, and of a container's end once what was sent before it is answered. That a container has
   * started is committed with whatever comes next: only what starts in it tells.
   */
  startedAfter(position: number, path: string): string[] {
    const known = (this.#turns[position] ?? 0) + 3;
    return [...this.starts].flatMap(([other, positions]) =>
      isWithin(other, path) &&
      !this.#isContainer(other) &&
      positions.some((at) => at > position && (this.#turns[at] ?? 0) > known)
        ? [other]
        : [],
    );
  }

  output(of: string): Json {
    return this.nodes.get(of)?.output ?? null;
  }

  #take(event: RunEvent, turn: number): void {
    if (event.type === "iteration.completed") {
      for (const node of event.nodes) this.#keep(`${event.path}/${node.key}`, node.status, node, turn);
      const position = this.#at(`${event.path}/`, turn);
      this.rounds.set(event.path, { status: event.status, position, output: this.#outputOf(event) });
    } else if (event.type === "run.completed") this.#keep("", "completed", event, turn);
    else if ("path" in event) {
      const status = /^node\.(completed|failed|skipped|cancelled)$/.exec(event.type)?.[1];
      if (status) this.#keep(event.path, status as Fact["status"], event, turn);
      else {
        const position = this.#at(event.path, turn);
        if (event.type === "join.decided") this.joins.set(event.path, position);
        if (event.type === "node.started")
          this.starts.set(event.path, [...(this.starts.get(event.path) ?? []), position]);
      }
    }
  }

  #keep(path: string, status: Fact["status"], stored: object, turn: number): void {
    this.nodes.set(path, { status, position: this.#at(path, turn), output: this.#outputOf(stored) });
  }

  #outputOf(stored: Partial<StoredOutput> | object): Json {
    if ("outputOf" in stored && typeof stored.outputOf === "string") {
      const node = this.nodes.get(stored.outputOf);
      if (!node) throw new Error(`an output is said to be that of ${stored.outputOf}, which the journal does not have`);
      return node.output;
    }
    return "output" in stored ? ((stored.output as Json | undefined) ?? null) : null;
  }

  #at(path: string, turn: number): number {
    const position = this.#turns.push(turn) - 1;
    for (const [round] of path.matchAll(/\]\//g).map(({ index }) => [path.slice(0, index + 1)] as const)) {
      const span = this.#spans.get(round);
      if (span) span.last = position;
      else this.#spans.set(round, { first: position, last: position });
    }
    return position;
  }
}

function isWithin(path: string, around: string): boolean {
  if (path === around || around === "") return true;
  return around.endsWith("/")
    ? path.startsWith(around)
    : /^[[/]/.test(path.slice(around.length)) && path.startsWith(around);
}
