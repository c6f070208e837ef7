import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { JournalEntry } from "../../engine/events.ts";
import { call, documentOf, set } from "./documents.ts";
import { ended, events, outputOf, type RuntimeHarness } from "./harness.ts";

/** Loops with every request delivered twice write up to 40 times; the rest is room, so that a run without end is noticed. */
const MOST_WRITES = 100;

/** What every runtime must come to when its process is killed at any of its writes. No adapter has a branch in it. */
export function crashContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`crash contract: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    // start > a > check ─true─> b ──> both > last
    //       > c ──────────────────────┘
    const branches = documentOf(
      {
        a: call("a"),
        check: { type: "control.if", config: { condition: "{{ a.call > 0 }}" } },
        b: call("b"),
        c: call("c"),
        both: { type: "control.join", config: { mode: "all" } },
        last: set({ names: "{{ [both.b.name, both.c.name] }}" }),
      },
      ["start > a", "a > check", "check.true > b", "start > c", "b > both", "c > both", "both > last"],
    );
    // start > nap > flaky ──> first > agent > last
    //       > quick ──────────┘
    const everything = documentOf(
      {
        nap: { type: "control.delay", config: { duration: "50ms" } },
        flaky: call("flaky", {}, { retry: { attempts: 10, backoff: "fixed", baseMs: 10, maxMs: 10, jitter: false } }),
        quick: call("quick"),
        first: { type: "control.join", config: { mode: "any" } },
        agent: { type: "test.agent", config: { names: ["ask", "tool"] } },
        last: set({ names: "{{ agent.results.map(r => r.name) }}" }),
      },
      [
        "start > nap",
        "nap > flaky",
        "start > quick",
        "flaky > first",
        "quick > first",
        "first > agent",
        "agent > last",
      ],
    );

    // start > a, b > reply
    //       > last
    it("E9 counts a reply with all that it was given, whenever it is killed", async () => {
      const document = documentOf(
        {
          a: set({ a: 1 }),
          b: set({ b: 2 }),
          reply: { type: "control.respond", config: { body: "thanks" } },
          one: call("one"),
          two: call("two"),
          last: { type: "control.if", config: { condition: true } },
        },
        ["start > a", "start > b", "a > reply", "b > reply", "start > one", "one > two", "two > last"],
      );
      await killAtEveryWrite(harness, "after", document, {
        reply: { a: { a: 1 }, b: { b: 2 } },
        last: { name: "two", call: expect.any(Number) },
      });
    }, 120_000);

    for (const when of ["before", "after"] as const) {
      it(`comes to the same end when it is killed ${when} any write: branches`, async () => {
        await killAtEveryWrite(harness, when, branches, { names: ["b", "c"] });
      }, 120_000);
      it(`comes to the same end when it is killed ${when} any write: sleep, retry, first of two, sub-steps`, async () => {
        await killAtEveryWrite(harness, when, everything, { names: ["ask", "tool"] });
      }, 120_000);
    }
  });
}

const nextTurn = () => new Promise<null>((resolve) => setImmediate(() => resolve(null)));

/** Runs the document until a kill at the n-th write came too late, for n = 1, 2, 3 … */
export async function killAtEveryWrite(
  harness: RuntimeHarness,
  when: "before" | "after",
  document: WorkflowDocument,
  /** With matchers of the test where it may vary. */
  output: unknown,
  /** What else is to hold at the end of each run. */
  check: (runId: string, entries: readonly JournalEntry[]) => Promise<void> = async () => {},
): Promise<void> {
  let kills = 0;
  for (let write = 1; write < MOST_WRITES; write++) {
    harness.world.failNext("flaky", 1);
    const died = harness.dieAtWrite(write, when);
    const run = await Promise.race([harness.start(document), died.then(nextTurn)]);
    const end = run && ended(harness, run.runId);
    const killed = await Promise.race([died.then(() => true), end?.then(() => false) ?? true]);
    const before = run ? await settledIn(harness, run.runId) : new Map();
    await harness.crash();
    kills += killed ? 1 : 0;
    // Killed before its first commit: it was never acknowledged, and may not be there.
    if (!run || (await harness.state(run.runId)) === null) continue;
    expect(await end, `killed at write ${write}`).toBe("completed");
    const entries = await harness.entries(run.runId);
    expect(outputOf(entries), `killed at write ${write}`).toEqual(output);
    for (const [key, count] of before)
      expect(harness.world.executions(key), `${key}, killed at write ${write}`).toBe(count);
    const facts = events(entries, "node.completed").map(({ path }) => path);
    expect(new Set(facts).size).toBe(facts.length);
    await check(run.runId, entries);
    if (!killed) break;
  }
  // As many as there are commits at least: accepted, started, results, end.
  expect(kills).toBeGreaterThan(5);
  expect(kills).toBeLessThan(MOST_WRITES - 1);
}

/** Executions whose result is journalled, with how often each was executed. */
async function settledIn(harness: RuntimeHarness, runId: string): Promise<Map<string, number>> {
  const entries = await harness.entries(runId);
  const paths = [...events(entries, "node.completed"), ...events(entries, "step.completed")].map(({ path }) => path);
  return new Map(paths.map((path) => [`${runId}/${path}`, harness.world.executions(`${runId}/${path}`)]));
}
