import { expect, test } from "vitest";
import { checkWalk } from "./testing/drawn-check.ts";
import type { Drawn } from "./testing/drawn-nodes.ts";
import { compileDrawn, undisturbed, walkDrawn } from "./testing/drawn-walk.ts";

const plain: Drawn = {
  kind: "set",
  from: [],
  mode: "all",
  count: 1,
  cancelOthers: false,
  disabled: false,
  onError: "fail",
  luck: 1,
  flaky: 0,
  attempts: 1,
  sleepsBetween: false,
  turns: 2,
  deaf: true,
  reads: 0,
  strict: false,
  items: 1,
  asObject: false,
  concurrency: 1,
  onItemError: "stop",
  hasNext: false,
  maxIterations: 10,
  body: [],
};
/** What takes so many turns of the event loop, each in its way. */
const racers: Record<string, (turns: number) => Drawn> = {
  "a step": (turns) => ({ ...plain, kind: "step", turns }),
  "a node with steps of its own": (turns) => ({ ...plain, kind: "agent", turns }),
  "a loop": (turns) => ({ ...plain, kind: "loop", body: [{ ...plain, kind: "step", turns }] }),
};
const pairs = Object.keys(racers).flatMap((one) => Object.keys(racers).map((other) => [one, other] as const));
const MOST_TURNS = 7;

// start > n0 > n2 (any, cancels the others)
//       > n1 > n2
test.each(pairs)(
  "E5 %s and %s, one cancelled by a join that waits for the first, settle once each",
  async (one, other) => {
    const from = [
      { back: 1, port: 0 },
      { back: 2, port: 0 },
    ];
    const join: Drawn = { ...plain, kind: "join", mode: "any", cancelOthers: true, from };
    for (let a = 0; a <= MOST_TURNS; a++)
      for (let b = 0; b <= MOST_TURNS; b++) {
        const nodes = [racers[one]?.(a) as Drawn, racers[other]?.(b) as Drawn, join];
        const made = compileDrawn({ nodes, finishes: false, isShortLived: false });
        if (!made) throw new Error("the document does not compile");
        expect(made.graph.nodes.find(({ key }) => key === "n2")?.join).toMatchObject({
          mode: "any",
          cancelOthers: true,
        });
        const walked = await walkDrawn(made, undisturbed);
        if (!walked) throw new Error("an undisturbed run is walked");
        checkWalk(made, walked);
      }
  },
);

// [ n0 > n2 (break)
//   n1 (fails) ]
test("E9 E13 what fails in the moment of a break gives nothing to what the round comes to", async () => {
  let failures = 0;
  for (let a = 0; a <= MOST_TURNS; a++)
    for (let b = 0; b <= MOST_TURNS; b++) {
      const body: Drawn[] = [
        { ...plain, kind: "step", turns: a },
        { ...plain, kind: "step", turns: b, luck: 0 },
        { ...plain, kind: "break", from: [{ back: 2, port: 0 }] },
      ];
      const made = compileDrawn({
        nodes: [{ ...plain, kind: "loop", body }],
        finishes: false,
        isShortLived: false,
      });
      if (!made) throw new Error("the document does not compile");
      const walked = await walkDrawn(made, { ...undisturbed, rests: true });
      if (!walked) throw new Error("an undisturbed run is walked");
      checkWalk(made, walked);
      const types = walked.entries.map(({ event }) => event.type);
      if (types.includes("node.failed") && types.at(-1) === "run.completed") failures += 1;
    }
  // The moment is among them.
  expect(failures).toBeGreaterThan(0);
});
