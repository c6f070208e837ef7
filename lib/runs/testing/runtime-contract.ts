import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, documentOf, set } from "./documents.ts";
import { ended, events, outputOf, type RuntimeHarness, until } from "./harness.ts";
import { TEST_SECRET } from "./no-outside.ts";

const quickRetry = { attempts: 3, backoff: "fixed", baseMs: 20, maxMs: 20, jitter: false } as const;

/** What every runtime must do. One suite, no adapter has a branch in it. */
export function runtimeContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`runtime contract: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    // start > greet
    it("E1 walks what is reachable from the trigger and ends with its output", async () => {
      const document = documentOf({ greet: set({ text: "Hello {{ trigger.name }}" }) }, ["start > greet"]);
      const run = await harness.start(document, { name: "Lena" });
      expect(await run.answer).toEqual({ kind: "output", output: { text: "Hello Lena" } });
      expect(outputOf(await harness.entries(run.runId))).toEqual({ text: "Hello Lena" });
    });

    // start > check ─true──> yes
    //               └false─> no
    it("E3 takes one branch and skips the other, down to its end", async () => {
      const document = documentOf(
        {
          check: { type: "control.if", config: { condition: "{{ trigger.total > 100 }}" } },
          yes: set({ big: true }),
          no: set({ big: false }),
          after: set({ done: "{{ no?.big ?? yes.big }}" }),
        },
        ["start > check", "check.true > yes", "check.false > no", "no > after", "yes > after"],
      );
      const run = await harness.start(document, { total: 240 });
      await ended(harness, run.runId);
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.skipped").map(({ path }) => path)).toEqual(["no"]);
      expect(outputOf(entries)).toEqual({ done: true });
    });

    // start > slow ─> first > after
    //       > a, b, c ─┘
    it("E4 starts the successor of an `any` join while a slower branch still runs", async () => {
      const document = documentOf(
        {
          slow: call("slow", { ms: 3_000 }),
          a: call("a", { ms: 100 }),
          b: call("b", { ms: 100 }),
          c: call("c", { ms: 100 }),
          first: { type: "control.join", config: { mode: "any" } },
          after: call("after"),
        },
        [
          "start > slow",
          "start > a",
          "start > b",
          "start > c",
          "slow > first",
          "a > first",
          "b > first",
          "c > first",
          "first > after",
        ],
      );
      const begin = performance.now();
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const after = harness.world.begun.find((one) => one.name === "after");
      // The bound is the issue's: half of what waiting for the slow branch would take.
      expect((after?.at ?? Number.POSITIVE_INFINITY) - begin).toBeLessThan(1_500);
      expect(harness.world.finished).toContain("slow");
    });

    it("E5 cancels what an `any` join no longer needs", async () => {
      harness.world.hold("slow");
      const document = documentOf(
        {
          slow: call("slow"),
          quick: call("quick"),
          first: { type: "control.join", config: { mode: "any", cancelOthers: true } },
        },
        ["start > slow", "start > quick", "slow > first", "quick > first"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["slow"]);
      expect(outputOf(entries)).toEqual({ quick: { name: "quick", call: 1 } });
    });

    it("E2 goes on by the error port after the last try, and counts a handled failure", async () => {
      harness.world.failNext("shop", 3);
      const document = documentOf(
        {
          shop: call("shop", {}, { retry: quickRetry, onError: "port" }),
          sorry: set({ why: "{{ shop.error.code }}" }),
        },
        ["start > shop", "shop.error > sorry"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual({ why: "upstream" });
      expect(harness.world.count("shop")).toBe(3);
    });

    it("E10 fails the run at the first failure, and names the node", async () => {
      harness.world.hold("other");
      harness.world.failNext("shop", 1);
      const document = documentOf(
        {
          shop: call("shop", { ms: 50 }, { retry: { ...quickRetry, attempts: 1 } }),
          other: call("other"),
          after: set({ a: 1 }),
        },
        ["start > shop", "start > other", "shop > after"],
      );
      const run = await harness.start(document);
      expect(await run.answer).toMatchObject({ kind: "failed", error: { node: "shop", code: "upstream" } });
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.node).toBe("shop");
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toEqual(["other"]);
    });

    it("E11 tries again as often as the policy says, with one fact", async () => {
      harness.world.failNext("shop", 2);
      const document = documentOf({ shop: call("shop", {}, { retry: quickRetry }) }, ["start > shop"]);
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "node.started").map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(events(entries, "node.retrying")).toHaveLength(2);
      expect(events(entries, "node.completed").filter(({ path }) => path === "shop")).toHaveLength(1);
    });

    it("E11 holds the time-out for each try", async () => {
      harness.world.hold("silent");
      const document = documentOf(
        { silent: call("silent", {}, { timeoutMs: 50, retry: { ...quickRetry, attempts: 2 }, onError: "continue" }) },
        ["start > silent"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toMatchObject({ error: { code: "timeout", attempts: 2 } });
      expect(harness.world.count("silent")).toBe(2);
    });

    it("E12 cancels a run in flight; what it was doing is told to stop and nothing follows", async () => {
      harness.world.hold("long");
      const document = documentOf({ long: call("long"), after: call("after") }, ["start > long", "long > after"]);
      const run = await harness.start(document);
      await until(() => harness.world.count("long") === 1, "the call begins");
      await harness.runs().cancel(harness.workspaceId, run.runId, null);
      expect(await run.answer).toEqual({ kind: "cancelled" });
      harness.world.release("long");
      await expect(harness.runs().cancel(harness.workspaceId, run.runId, null)).rejects.toMatchObject({
        code: "run_ended",
      });
      expect((await harness.entries(run.runId)).at(-1)?.event.type).toBe("run.cancelled");
      expect(harness.world.count("after")).toBe(0);
    });

    it("E9 gives the output of the first `control.output`, else of the sinks", async () => {
      const two = documentOf({ left: set({ a: 1 }), right: set({ b: 2 }) }, ["start > left", "start > right"]);
      const both = await harness.start(two);
      await ended(harness, both.runId);
      expect(outputOf(await harness.entries(both.runId))).toEqual({ left: { a: 1 }, right: { b: 2 } });
      const chosen = documentOf(
        {
          left: set({ a: 1 }),
          answer: { type: "control.output", config: { value: "{{ left.a + 1 }}" } },
          after: set({ c: 3 }),
        },
        ["start > left", "left > answer", "answer > after"],
      );
      const one = await harness.start(chosen);
      await ended(harness, one.runId);
      expect(outputOf(await harness.entries(one.runId))).toBe(2);
    });

    it("E16 does not count waiting against the time-out of a run", async () => {
      const document = documentOf(
        { nap: { type: "control.delay", config: { duration: "3s" } }, after: set({ awake: true }) },
        ["start > nap", "nap > after"],
        { timeoutMs: 2_500 },
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
    });

    it("E15 answers at the first respond, before the run has ended", async () => {
      harness.world.hold("later");
      const document = documentOf(
        { reply: { type: "control.respond", config: { status: 201, body: "{{ trigger.id }}" } }, later: call("later") },
        ["start > reply", "reply > later"],
      );
      const run = await harness.start(document, { id: 7 });
      expect(await run.answer).toMatchObject({ kind: "respond", status: 201, body: 7 });
      expect(await harness.state(run.runId)).not.toBe("completed");
      harness.world.release("later");
      expect(await ended(harness, run.runId)).toBe("completed");
    });

    it("E15 answers the same to whoever asks when the run has ended", async () => {
      const respond = { type: "control.respond", config: { status: 201, body: "{{ trigger.id }}" } };
      const { runId } = await harness.start(documentOf({ reply: respond }, ["start > reply"]), { id: 7 });
      expect(await ended(harness, runId)).toBe("completed");
      for (let asked = 0; asked < 5; asked += 1)
        expect(await harness.runs().answer(runId, 5_000)).toMatchObject({ kind: "respond", status: 201, body: 7 });
    });

    it("sleeps for as long as a delay says, and goes on", async () => {
      const document = documentOf(
        { nap: { type: "control.delay", config: { duration: "3s" } }, after: call("after") },
        ["start > nap", "nap > after"],
      );
      const run = await harness.start(document);
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run sleeps");
      expect(await ended(harness, run.runId)).toBe("completed");
      const [waiting] = events(await harness.entries(run.runId), "node.waiting");
      const woken = events(await harness.entries(run.runId), "node.completed").find(({ path }) => path === "nap");
      expect((woken?.at ?? 0) - (waiting?.until ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(0);
    });

    it("remembers each sub-step of a node that has several, and gives each its own key", async () => {
      const document = documentOf({ agent: { type: "test.agent", config: { names: ["ask", "ask", "tool"] } } }, [
        "start > agent",
      ]);
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const steps = events(await harness.entries(run.runId), "step.completed").map(({ path }) => path);
      expect(steps).toEqual(["agent/ask#1", "agent/ask#2", "agent/tool#1"]);
      expect(new Set(harness.world.begun.map(({ key }) => key)).size).toBe(3);
    });

    it("goes on with the variables it started with, whatever they are changed to", async () => {
      harness.world.variables = { rate: 1 };
      harness.world.hold("pay");
      const document = documentOf(
        { before: set({ a: "{{ vars.rate }}" }), pay: call("pay"), after: set({ b: "{{ [before.a, vars.rate] }}" }) },
        ["start > before", "before > pay", "pay > after"],
      );
      const run = await harness.start(document);
      await until(() => harness.world.count("pay") === 1, "the call begins");
      await until(
        async () => events(await harness.entries(run.runId), "node.started").length === 1,
        "its start is journalled",
      );
      harness.world.variables = { rate: 2 };
      await harness.crash();
      harness.world.release("pay");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual({ b: [1, 1] });
      expect(events(await harness.entries(run.runId), "run.started")[0]?.vars).toEqual({ rate: 1 });
    });

    it("reads and writes times in the workspace's zone of its start, whatever it is changed to", async () => {
      harness.world.timeZone = "Asia/Kathmandu";
      harness.world.hold("pay");
      const clock = '{{ DateTime.format("2026-03-01T08:30:00Z", "HH:mm") }}';
      const document = documentOf(
        { before: set({ a: clock }), pay: call("pay"), after: set({ b: clock, c: "{{ before.a }}" }) },
        ["start > before", "before > pay", "pay > after"],
      );
      const named: typeof document = { ...document, settings: { ...document.settings, timezone: "Europe/Paris" } };
      const [run, other] = [await harness.start(document), await harness.start(named)];
      await until(() => harness.world.count("pay") === 2, "the calls begin");
      await until(
        async () => events(await harness.entries(run.runId), "node.started").length === 1,
        "its start is journalled",
      );
      harness.world.timeZone = "America/New_York";
      await harness.crash();
      harness.world.release("pay");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(outputOf(await harness.entries(run.runId))).toEqual({ b: "14:15", c: "14:15" });
      expect(events(await harness.entries(run.runId), "run.started")[0]?.timeZone).toBe("Asia/Kathmandu");
      // A zone that the document names is the version's, and comes first.
      expect(await ended(harness, other.runId)).toBe("completed");
      expect(outputOf(await harness.entries(other.runId))).toEqual({ b: "09:30", c: "09:30" });
      expect(events(await harness.entries(other.runId), "run.started")[0]?.timeZone).toBeUndefined();
    });

    it("journals no secret of a credential that a step opened, whether it works, logs or fails", async () => {
      const teller = (fails: boolean) => ({ type: "test.teller", config: { fails } });
      const document = documentOf(
        {
          works: teller(false),
          fails: { ...teller(true), policy: { onError: "port" } },
          after: set({ a: "{{ works.told }}" }),
        },
        ["start > works", "works > after", "start > fails"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      const journal = JSON.stringify(await harness.entries(run.runId));
      expect(journal).not.toContain(TEST_SECRET);
      expect(journal).not.toContain(encodeURIComponent(TEST_SECRET));
      // What was told is there, with a mask in it: once where it worked, where it failed, in its log and after.
      expect(journal.split("It is •••, or •••.").length).toBeGreaterThanOrEqual(5);
    });

    it("E12 cancels a run that sleeps", async () => {
      const document = documentOf(
        { nap: { type: "control.delay", config: { duration: "1h" } }, after: call("after") },
        ["start > nap", "nap > after"],
      );
      const run = await harness.start(document);
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run sleeps");
      await harness.runs().cancel(harness.workspaceId, run.runId, null);
      expect(await run.answer).toEqual({ kind: "cancelled" });
      expect((await harness.entries(run.runId)).at(-1)?.event.type).toBe("run.cancelled");
    });

    it("E15 answers at a respond, and does what follows it", async () => {
      const document = documentOf(
        {
          first: call("first"),
          reply: { type: "control.respond", config: { status: 200, body: "{{ first.name }}" } },
          second: call("second"),
          third: call("third"),
        },
        ["start > first", "first > reply", "reply > second", "second > third"],
      );
      const run = await harness.start(document);
      expect(await run.answer).toMatchObject({ kind: "respond", body: "first" });
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.finished).toEqual(["first", "second", "third"]);
    });

    it("sleeps twice at once, and each wakes by itself", async () => {
      const nap = (duration: string) => ({ type: "control.delay", config: { duration } });
      const document = documentOf({ short: nap("1s"), long: nap("3s"), soon: call("soon"), late: call("late") }, [
        "start > short",
        "start > long",
        "short > soon",
        "long > late",
      ]);
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.finished).toEqual(["soon", "late"]);
      const waits = events(await harness.entries(run.runId), "node.waiting").map(({ path }) => path);
      expect(waits.sort()).toEqual(["long", "short"]);
    });
  });
}
