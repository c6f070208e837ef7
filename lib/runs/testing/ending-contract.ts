import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, documentOf, forEach, set, within } from "./documents.ts";
import { ended, events, type RuntimeHarness, until } from "./harness.ts";

const once = { attempts: 1, backoff: "fixed", baseMs: 0, maxMs: 0, jitter: false } as const;

/** How runs fall asleep, time out and fail beside work in flight, on every runtime. */
export function endingContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`ending contract: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    // start > pay (asks a person)
    //       > long > after
    it("E16 says that it waits once only a question is left, whatever finished after it was asked", async () => {
      const document = documentOf(
        { pay: call("pay", { repeat: "unsafe" }), long: call("long"), after: set({ a: 1 }) },
        ["start > pay", "start > long", "long > after"],
      );
      harness.world.hold("pay");
      harness.world.hold("long");
      const run = await harness.start(document);
      await until(() => harness.world.count("pay") + harness.world.count("long") === 2, "both calls begin");
      await harness.crash();
      await until(
        async () => events(await harness.entries(run.runId), "node.waiting").length === 1,
        "the question is asked",
      );
      await until(() => harness.world.count("long") === 2, "the other call begins anew");
      expect(await harness.state(run.runId)).toBe("running");
      harness.world.release("long");
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run waits");
      harness.world.release("pay");
      await harness.runs().resolve(harness.workspaceId, run.runId, "pay", { action: "retry" }, null);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("pay")).toBe(2);
    });

    it("E16 ends a run at its time-out, also in the middle of a step", async () => {
      harness.world.hold("silent");
      const document = documentOf(
        { silent: call("silent"), after: call("after") },
        ["start > silent", "silent > after"],
        {
          timeoutMs: 1_000,
        },
      );
      const begin = performance.now();
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      // Far below the node's own time-out of five minutes: nothing else could have ended it.
      expect(performance.now() - begin).toBeLessThan(15_000);
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.code).toBe("timeout");
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["silent"]);
      expect(harness.world.count("after")).toBe(0);
      harness.world.release("silent");
    });

    // start > shop
    //       > silent
    it("E16 ends a run at its time-out also where the others finish after a failure", async () => {
      harness.world.failNext("shop", 1);
      harness.world.hold("silent");
      const document = documentOf(
        { shop: call("shop", {}, { retry: once }), silent: call("silent") },
        ["start > shop", "start > silent"],
        { timeoutMs: 1_000, onFailure: { branches: "finish" } },
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      expect(events(await harness.entries(run.runId), "run.failed")[0]?.error.code).toBe("timeout");
      harness.world.release("silent");
    });

    // start > shop ─> after
    //       > slow ─> later
    it("E10 keeps what comes to its end within the grace, starts nothing more, and cancels the rest", async () => {
      harness.world.failNext("shop", 1);
      harness.world.hold("deaf");
      const document = documentOf(
        {
          shop: call("shop", { ms: 300 }, { retry: once }),
          slow: call("slow", { ms: 900, deaf: true }),
          deaf: call("deaf", { deaf: true }),
          later: call("later"),
        },
        ["start > shop", "start > slow", "start > deaf", "slow > later"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.node).toBe("shop");
      expect(events(entries, "node.completed").map(({ path }) => path)).toEqual(["start", "slow"]);
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["deaf"]);
      const [failed] = events(entries, "node.failed");
      expect((events(entries, "run.failed")[0]?.at ?? 0) - (failed?.at ?? 0)).toBeGreaterThanOrEqual(1_900);
      expect(harness.world.count("later")).toBe(0);
      harness.world.release("deaf");
    });

    // start > shop
    //       > agent [ ask, tool ]
    it("E10 cancels a node in the middle of its sub-steps, and begins none that would follow", async () => {
      harness.world.failNext("shop", 1);
      harness.world.hold("ask");
      const document = documentOf(
        {
          shop: call("shop", { ms: 300 }, { retry: once }),
          agent: { type: "test.agent", config: { names: ["ask", "tool"] } },
        },
        ["start > shop", "start > agent"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.failed").map(({ path }) => path)).toEqual(["shop"]);
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["agent"]);
      expect(harness.world.count("tool")).toBe(0);
    });

    // start > shop
    //       > loop [ fast, deaf ]
    it("E10 settles a loop once that comes to its end while the run is being ended", async () => {
      harness.world.failNext("shop", 1);
      harness.world.failNext("fast", 1);
      harness.world.hold("deaf");
      const document = documentOf(
        {
          shop: call("shop", { ms: 300 }, { retry: once }),
          loop: forEach([1], { onItemError: "collect" }),
          fast: within("loop", call("fast", {}, { retry: once })),
          deaf: within("loop", call("deaf", { deaf: true })),
        },
        ["start > shop", "start > loop"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      harness.world.release("deaf");
      const facts = (await harness.entries(run.runId)).flatMap(({ event }) =>
        /^node\.(completed|failed|cancelled)$/.test(event.type) && "path" in event ? [event.path] : [],
      );
      expect(facts.sort()).toEqual([...new Set(facts)].sort());
      expect(facts).toContain("loop");
    });

    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
    const work = {
      many: forEach(numbers(2_000)),
      deep: within("many", forEach(numbers(500))),
      add: within("deep", set({ sum: "{{ item + index }}" })),
    };

    // start > shop
    //       > first > many [ deep [ add ] ]
    it("E10 gives up pure work that is under way when another node fails", async () => {
      harness.world.failNext("shop", 1);
      const nodes = { shop: call("shop", { ms: 600 }, { retry: once }), first: call("first"), ...work };
      const run = await harness.start(documentOf(nodes, ["start > shop", "start > first", "first > many"]));
      expect(await ended(harness, run.runId)).toBe("failed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.node).toBe("shop");
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["many"]);
      expect(events(entries, "iteration.completed").length).toBeLessThan(2_000);
    });

    it("E16 gives up pure work that is under way at the run's time-out", async () => {
      const run = await harness.start(documentOf(work, ["start > many"], { timeoutMs: 1_000 }));
      expect(await ended(harness, run.runId)).toBe("failed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.code).toBe("timeout");
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["many"]);
      expect(events(entries, "iteration.completed").length).toBeLessThan(2_000);
    });

    // start > slow ──────> nap
    //       > check.true ──┘ (not taken)
    it("E16 counts a wait from when it begins, which a branch that was not taken can put off", async () => {
      const document = documentOf(
        {
          check: { type: "control.if", config: { condition: true } },
          slow: call("slow", { ms: 500 }, { onError: "port" }),
          nap: { type: "control.delay", config: { duration: "300ms" } },
        },
        ["start > check", "start > slow", "check.true > nap", "slow.error > nap"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const entries = await harness.entries(run.runId);
      const slow = events(entries, "node.completed").find(({ path }) => path === "slow")?.at ?? 0;
      expect(events(entries, "node.waiting")[0]?.until).toBeGreaterThanOrEqual(slow + 300);
    });
  });
}
