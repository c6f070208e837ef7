import fc from "fast-check";

/** A node as fast-check draws it; what it draws too much of is ignored. */
export interface Drawn {
  kind: Kind;
  from: { back: number; port: number }[];
  mode: "all" | "every" | "any" | "count";
  count: number;
  cancelOthers: boolean;
  disabled: boolean;
  onError: "fail" | "continue" | "port";
  /** Whether a step fails, which way an `if` takes. */
  luck: number;
  /** Tries that fail before one succeeds, and tries there are. */
  flaky: number;
  attempts: number;
  /** Sleeps between tries, long enough for the process to be released. */
  sleepsBetween: boolean;
  /** How long a step takes, in turns of the event loop. */
  turns: number;
  /** Takes no notice of being told to stop. */
  deaf: boolean;
  /** Which node it reads, and whether without `?.`. */
  reads: number;
  strict: boolean;
  items: number;
  asObject: boolean;
  concurrency: number;
  onItemError: "stop" | "skip" | "collect";
  hasNext: boolean;
  maxIterations: number;
  body: Drawn[];
}

type Kind = "set" | "if" | "step" | "agent" | "nap" | "join" | "output" | "respond" | "break" | "loop" | "while";

/** A whole document as it is drawn. */
export interface DrawnRun {
  nodes: Drawn[];
  /** E10: what is left goes on after a failure. */
  finishes: boolean;
  /** E16: two naps one after the other are more than the run may be old. */
  isShortLived: boolean;
}

const MOST_DEEP = 2;
const simple: Kind[] = [
  "set",
  "set",
  "if",
  "step",
  "step",
  "step",
  "step",
  "agent",
  "nap",
  "join",
  "join",
  "join",
  "output",
];
const rare: Kind[] = ["respond", "break"];

function drawnNode(depth: number): fc.Arbitrary<Drawn> {
  const loops: Kind[] = depth < MOST_DEEP ? ["loop", "loop", "while", "while", "while"] : [];
  const body = fc.array(depth < MOST_DEEP ? drawnNode(depth + 1) : fc.constant(null), { minLength: 1, maxLength: 5 });
  return fc.record({
    kind: fc.constantFrom<Kind>(...simple, ...rare, ...loops),
    from: fc.array(fc.record({ back: fc.nat(8), port: fc.nat(3) }), { maxLength: 3 }),
    mode: fc.constantFrom("all" as const, "every" as const, "any" as const, "count" as const),
    count: fc.integer({ min: 1, max: 3 }),
    cancelOthers: fc.boolean(),
    disabled: oneOf(10),
    onError: fc.constantFrom("fail" as const, "fail" as const, "continue" as const, "port" as const, "port" as const),
    luck: fc.nat(30),
    flaky: fc.nat(2),
    attempts: fc.integer({ min: 1, max: 3 }),
    sleepsBetween: oneOf(3),
    turns: fc.nat(8),
    deaf: oneOf(4),
    reads: fc.nat(8),
    strict: oneOf(4),
    items: fc.nat(4),
    asObject: oneOf(4),
    concurrency: fc.constantFrom(1, 2, 3),
    onItemError: fc.constantFrom("stop" as const, "skip" as const, "collect" as const),
    hasNext: fc.boolean(),
    maxIterations: fc.constantFrom(2, 10, 10),
    body: depth < MOST_DEEP ? (body as fc.Arbitrary<Drawn[]>) : fc.constant([]),
  });
}

function oneOf(n: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: n - 1 }).map((drawn) => drawn === 0);
}

/** Documents to walk: most with a container at least, and everything the rules know around and inside of it. */
export const drawnRun: fc.Arbitrary<DrawnRun> = fc.record({
  nodes: fc
    .tuple(fc.array(drawnNode(0), { minLength: 1, maxLength: 5 }), drawnNode(0), fc.nat(3))
    .map(([others, loop, place]) => {
      const container: Drawn = { ...loop, kind: loop.kind === "while" ? "while" : "loop", disabled: false };
      if (place === 0) return others;
      return place === 1 ? [container, ...others] : [...others, container];
    }),
  finishes: oneOf(5),
  isShortLived: oneOf(12),
});
