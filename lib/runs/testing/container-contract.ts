import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../engine/json.ts";
import { reduceRun } from "../../engine/run-view.ts";
import { killAtEveryWrite } from "./crash-contract.ts";
import { call, documentOf, forEach, set, within } from "./documents.ts";
import { ended, events, outputOf, type RuntimeHarness, until } from "./harness.ts";

const once = { retry: { attempts: 1, backoff: "fixed", baseMs: 0, maxMs: 0, jitter: false } } as const;
const nap = (duration: string) => ({ type: "control.delay", config: { duration } });

/** Loops on every runtime: rule E13. No adapter has a branch in it. */
export function containerContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`container contract: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());
    const paths = async (runId: string) =>
      events(await harness.entries(runId), "node.completed").map(({ path }) => path);

    // start > loop [ fetch > both ] > after
    const fetching = (config: { concurrency: number }) =>
      documentOf(
        {
          loop: forEach("{{ trigger }}", config),
          fetch: within("loop", call("fetch")),
          both: within("loop", set({ item: "{{ item }}", name: "{{ fetch.name }}" })),
          after: set({ all: "{{ loop.results.map(r => r.item) }}", errors: "{{ loop.errors }}" }),
        },
        ["start > loop", "fetch > both", "loop > after"],
      );

    it.each([1, 3])(
      "E13 runs the body for each item, results in the order of the items, %i at a time",
      async (concurrency) => {
        const run = await harness.start(fetching({ concurrency }), ["a", "b", "c", "d"]);
        expect(await ended(harness, run.runId)).toBe("completed");
        expect(outputOf(await harness.entries(run.runId))).toEqual({ all: ["a", "b", "c", "d"], errors: [] });
        const keys = harness.world.begun.map(({ key }) => key).sort();
        expect(keys).toEqual([0, 1, 2, 3].map((index) => `${run.runId}/loop[${index}]/fetch`));
        expect((await paths(run.runId)).filter((path) => path === "loop[2]/both")).toHaveLength(1);
      },
    );

    it("E13 never runs more items at a time than it may", async () => {
      harness.world.hold("fetch");
      const run = await harness.start(fetching({ concurrency: 2 }), [1, 2, 3]);
      await until(() => harness.world.count("fetch") === 2, "two begin");
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(harness.world.count("fetch")).toBe(2);
      harness.world.release("fetch");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("fetch")).toBe(3);
    });

    it("E13 journals a round in which nothing touches the world as one entry", async () => {
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}"),
          a: within("loop", set({ a: "{{ item }}" })),
          b: within("loop", set({ b: "{{ a.a }}" })),
          last: call("last"),
        },
        ["start > loop", "a > b", "loop > last"],
      );
      const run = await harness.start(document, [7, 8]);
      expect(await ended(harness, run.runId)).toBe("completed");
      const entries = await harness.entries(run.runId);
      const rounds = events(entries, "iteration.completed");
      expect(rounds.map(({ path, nodes }) => [path, nodes.map(({ key }) => key)])).toEqual([
        ["loop[0]", ["a", "b"]],
        ["loop[1]", ["a", "b"]],
      ]);
      expect((await paths(run.runId)).filter((path) => path.includes("["))).toEqual([]);
      expect(reduceRun(entries).nodes.get("loop")?.iterations).toMatchObject({ done: 2, failed: 0, running: 0 });
    });

    it("E13 goes through more items than are computed at once, each in one round", async () => {
      const items = Array.from({ length: 250 }, (_, index) => index);
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}"),
          double: within("loop", set({ twice: "{{ item * 2 }}" })),
          last: call("last"),
          all: { type: "control.output", config: { value: "{{ loop.results.map(r => r.twice) }}" } },
        },
        ["start > loop", "loop > last", "last > all"],
      );
      const run = await harness.start(document, items);
      expect(await ended(harness, run.runId)).toBe("completed");
      const entries = await harness.entries(run.runId);
      expect(outputOf(entries)).toEqual(items.map((item) => item * 2));
      expect(events(entries, "iteration.completed").map(({ path }) => path)).toEqual(
        items.map((item) => `loop[${item}]`),
      );
    });

    const failing = (onItemError: string) =>
      documentOf(
        {
          loop: forEach("{{ trigger }}", { onItemError }, { onError: "port" }),
          check: within("loop", { type: "control.if", config: { condition: "{{ item.ok }}" } }),
          good: within("loop", call("good", {}, once)),
          bad: within("loop", call("bad", {}, once)),
          after: set({
            results: "{{ loop.results.map(r => r?.name ?? null) }}",
            errors: "{{ loop.errors.map(e => [e.index, e.item, e.error.code]) }}",
          }),
          failed: set({ code: "{{ loop.error.code }}", node: "{{ loop.error.node }}" }),
        },
        ["start > loop", "check.true > good", "check.false > bad", "loop > after", "loop.error > failed"],
      );
    it.each<[string, Json]>([
      ["stop", { code: "upstream", node: "loop[1]/bad" }],
      ["skip", { results: ["good", null, "good"], errors: [] }],
      ["collect", { results: ["good", null, "good"], errors: [[1, { ok: false }, "upstream"]] }],
    ])("E13 goes on after an item that fails as it is told: %s", async (onItemError, output) => {
      harness.world.failNext("bad", 1);
      const run = await harness.start(failing(onItemError), [{ ok: true }, { ok: false }, { ok: true }]);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual(output);
      expect(harness.world.count("good")).toBe(onItemError === "stop" ? 1 : 2);
    });

    it("E13 E10 fails the run with the item, stopping those beside it", async () => {
      harness.world.hold("slow");
      harness.world.failNext("bad", 1);
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}", { concurrency: 2 }),
          check: within("loop", { type: "control.if", config: { condition: "{{ item }}" } }),
          slow: within("loop", call("slow")),
          bad: within("loop", call("bad", { ms: 200 }, once)),
        },
        ["start > loop", "check.true > slow", "check.false > bad"],
      );
      const run = await harness.start(document, [true, false, true]);
      expect(await run.answer).toMatchObject({ kind: "failed", error: { node: "loop[1]/bad", code: "upstream" } });
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toContain("loop[0]/slow");
      expect(harness.world.count("slow")).toBe(1);
    });

    it("E13 ends the innermost loop at a break", async () => {
      const document = documentOf(
        {
          outer: forEach("{{ trigger }}"),
          inner: within("outer", forEach("{{ item }}")),
          look: within("inner", call("look")),
          found: within("inner", { type: "control.if", config: { condition: "{{ item > 1 }}" } }),
          leave: within("inner", { type: "control.break" }),
          result: { type: "control.output", config: { value: "{{ outer.results.map(r => r.results.length) }}" } },
        },
        ["start > outer", "look > found", "found.true > leave", "outer > result"],
      );
      const run = await harness.start(document, [[1, 2, 3], [1]]);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual([3, 1]);
      expect(harness.world.begun.map(({ key }) => key.slice(run.runId.length + 1)).sort()).toEqual([
        "outer[0]/inner[0]/look",
        "outer[0]/inner[1]/look",
        "outer[1]/inner[0]/look",
      ]);
    });

    it("E13 nests: an inner loop sees the item of the outer one by its key", async () => {
      const document = documentOf(
        {
          outer: forEach("{{ trigger }}", { concurrency: 2 }),
          inner: within("outer", forEach("{{ item.list }}", { concurrency: 2 })),
          fetch: within("inner", call("fetch")),
          line: within("inner", {
            type: "control.output",
            config: { value: "{{ outer.item.name }}{{ item }}{{ outer.index }}{{ index }}" },
          }),
          flat: { type: "control.output", config: { value: "{{ outer.results.map(r => r.results) }}" } },
        },
        ["start > outer", "fetch > line", "outer > flat"],
      );
      const run = await harness.start(document, [
        { name: "x", list: [1, 2] },
        { name: "y", list: [3] },
      ]);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual([["x100", "x201"], ["y310"]]);
    });

    it("E13 goes round a while with effects, from state to state", async () => {
      const document = documentOf(
        {
          loop: {
            type: "control.while",
            config: { initial: 0, condition: "{{ state < 3 }}", next: "{{ state + page.call / page.call }}" },
          },
          page: within("loop", call("page")),
          after: { type: "control.output", config: { value: "{{ loop }}" } },
        },
        ["start > loop", "loop > after"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual({ state: 3, iterations: 3 });
      expect(harness.world.count("page")).toBe(3);
    });

    it.each<[string, string, Json]>([
      ["goes round too often", "{{ true }}", { code: "quota", node: "loop" }],
      ["has a condition that cannot be evaluated", "{{ index < 2 || state.no.such }}", { code: "null_member" }],
    ])("E13 says what ended a while that %s", async (_what, condition, error) => {
      const document = documentOf(
        {
          loop: { type: "control.while", config: { initial: {}, condition, maxIterations: 3 } },
          note: within("loop", set({ index: "{{ index }}" })),
          after: call("after"),
        },
        ["start > loop", "loop > after"],
      );
      const run = await harness.start(document);
      expect(await run.answer).toMatchObject({ kind: "failed", error });
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.failed")).toMatchObject([{ path: "loop", error }]);
      expect(events(entries, "iteration.completed").length).toBeGreaterThanOrEqual(2);
    });

    it("sleeps inside of a loop, and goes on in another process", async () => {
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}", { concurrency: 2 }),
          nap: within("loop", nap("3s")),
          fetch: within("loop", call("fetch")),
        },
        ["start > loop", "nap > fetch"],
      );
      const run = await harness.start(document, [1, 2]);
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run sleeps");
      await harness.crash();
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(
        events(await harness.entries(run.runId), "node.waiting")
          .map(({ path }) => path)
          .sort(),
      ).toEqual(["loop[0]/nap", "loop[1]/nap"]);
      expect(harness.world.count("fetch")).toBe(2);
    });

    it.each<[string, ReturnType<typeof forEach>]>([
      ["for-each", forEach([1, 2, 3])],
      ["while", { type: "control.while", config: { initial: 0, condition: "{{ index < 3 }}" } }],
    ])("E13 waits anew in each round of a %s that begins with a wait", async (_kind, loop) => {
      const document = documentOf({ loop, nap: within("loop", nap("150ms")) }, ["start > loop"]);
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const until = events(await harness.entries(run.runId), "node.waiting").map((wait) => wait.until ?? 0);
      expect(until).toHaveLength(3);
      for (const round of [1, 2]) expect(until[round]).toBeGreaterThanOrEqual((until[round - 1] as number) + 150);
    });

    it("E13 goes on with the next item at once when one fails beside a wait", async () => {
      harness.world.failNext("fetch", 1);
      const document = documentOf(
        {
          loop: forEach([1, 2], { onItemError: "skip" }),
          check: within("loop", { type: "control.if", config: { condition: "{{ index == 0 }}" } }),
          nap: within("loop", nap("1h")),
          fetch: within("loop", call("fetch", {}, once)),
          after: call("after"),
        },
        ["start > loop", "check.true > nap", "check.true > fetch", "loop > after"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("after")).toBe(1);
    });

    it("asks a person about a call inside of a loop that was lost", async () => {
      const document = documentOf(
        { loop: forEach("{{ trigger }}"), pay: within("loop", call("pay", { repeat: "unsafe" })) },
        ["start > loop"],
      );
      harness.world.hold("pay");
      const run = await harness.start(document, [1, 2]);
      await until(() => harness.world.count("pay") === 1, "the call begins");
      await until(
        async () => events(await harness.entries(run.runId), "node.started").some(({ path }) => path === "loop[0]/pay"),
        "its start is journalled",
      );
      await harness.crash();
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run asks");
      harness.world.release("pay");
      await harness
        .runs()
        .resolve(harness.workspaceId, run.runId, "loop[0]/pay", { action: "complete", output: { paid: true } }, null);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toMatchObject({ results: [{ paid: true }, { name: "pay" }] });
      expect(harness.world.count("pay")).toBe(2);
    });

    it("E12 cancels in the middle of a loop: nothing follows", async () => {
      harness.world.hold("fetch");
      const run = await harness.start(fetching({ concurrency: 1 }), [1, 2]);
      await until(() => harness.world.count("fetch") === 1, "the call begins");
      await harness.runs().cancel(harness.workspaceId, run.runId, null);
      harness.world.release("fetch");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(harness.world.count("fetch")).toBe(1);
      expect((await harness.entries(run.runId)).at(-1)?.event.type).toBe("run.cancelled");
    });

    it("E13 remembers sub-steps inside of a loop", async () => {
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}", { concurrency: 2 }),
          agent: within("loop", { type: "test.agent", config: { names: ["ask", "tool"] } }),
        },
        ["start > loop"],
      );
      const run = await harness.start(document, [1, 2]);
      expect(await ended(harness, run.runId)).toBe("completed");
      const steps = events(await harness.entries(run.runId), "step.completed").map(({ path }) => path);
      expect(steps.sort()).toEqual([0, 1].flatMap((n) => [`loop[${n}]/agent/ask#1`, `loop[${n}]/agent/tool#1`]));
    });

    it("executes each call of a loop once when its walk is entered twice", async () => {
      harness.world.hold("fetch");
      const run = await harness.start(fetching({ concurrency: 1 }), [1, 2]);
      await until(() => harness.world.count("fetch") === 1, "the call begins");
      await harness.enterAgain(run.runId);
      harness.world.release("fetch");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("fetch")).toBe(2);
    });

    it("E5 E13 gives a join in a round what it has counted, also when it stops the others", async () => {
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}"),
          a: within("loop", set({ a: "{{ item }}" })),
          b: within("loop", set({ b: "{{ a.a }}" })),
          first: within("loop", { type: "control.join", config: { mode: "any", cancelOthers: true } }),
        },
        ["start > loop", "a > first", "a > b", "b > first"],
      );
      const run = await harness.start(document, [1, 2]);
      expect(await run.answer).toEqual({
        kind: "output",
        output: { results: [{ a: { a: 1 } }, { a: { a: 2 } }], errors: [] },
      });
    });

    it("E13 gives the item to a join that begins a round", async () => {
      const document = documentOf({ loop: forEach("{{ trigger }}"), first: within("loop", { type: "control.join" }) }, [
        "start > loop",
      ]);
      const run = await harness.start(document, [1, 2]);
      expect(await run.answer).toEqual({ kind: "output", output: { results: [1, 2], errors: [] } });
    });

    it("E13 gives on what a round came to as a whole", async () => {
      const document = documentOf(
        {
          loop: forEach("{{ trigger }}"),
          a: within("loop", set({ a: "{{ item }}" })),
          b: within("loop", set({ b: "{{ item }}" })),
          first: { type: "control.output", config: { value: "{{ loop.results[0] }}" } },
        },
        ["start > loop", "loop > first"],
      );
      const run = await harness.start(document, [1, 2]);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual({ a: { a: 1 }, b: { b: 1 } });
    });

    it("E13 keeps items that the body passes on, whenever it is killed", async () => {
      // start > loop [ check > fetch, keep ] > after
      const document = documentOf(
        {
          loop: forEach([{ id: 1 }, { id: 2 }, { id: 3 }]),
          check: within("loop", { type: "control.if", config: { condition: "{{ item.id > 0 }}" } }),
          fetch: within("loop", call("fetch")),
          keep: within("loop", { type: "control.output", config: { value: "{{ check }}" } }),
          after: set({ ids: "{{ loop.results.map(r => r.id) }}" }),
        },
        ["start > loop", "check.true > fetch", "check.true > keep", "loop > after"],
      );
      await killAtEveryWrite(harness, "after", document, { ids: [1, 2, 3] });
    }, 120_000);

    for (const when of ["before", "after"] as const)
      it(`E13 comes to the same end when it is killed ${when} any write`, async () => {
        // start > loop [ nap > fetch, inner [ agent ] ] > after
        const document = documentOf(
          {
            loop: forEach([1, 2], { concurrency: 2 }),
            fetch: within("loop", call("fetch")),
            inner: within("loop", forEach([3])),
            agent: within("inner", { type: "test.agent", config: { names: ["ask"] } }),
            after: set({ names: "{{ loop.results.map(r => Object.keys(r).length) }}" }),
          },
          ["start > loop", "fetch > inner", "loop > after"],
        );
        await killAtEveryWrite(harness, when, document, { names: [2, 2] });
      }, 120_000);
  });
}
