import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, documentOf } from "./documents.ts";
import { ended, events, type RuntimeHarness, until } from "./harness.ts";

/** What becomes of calls and sleeps whose process is gone, or that two processes come to, on every runtime. */
export function lossContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`loss contract: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    it("executes a sub-step that is journalled never again after a crash", async () => {
      harness.world.hold("second");
      const document = documentOf({ agent: { type: "test.agent", config: { names: ["first", "second"] } } }, [
        "start > agent",
      ]);
      const run = await harness.start(document);
      await until(() => harness.world.count("second") === 1, "the second call begins");
      await harness.crash();
      harness.world.release("second");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("first")).toBe(1);
      expect(harness.world.count("second")).toBe(2);
    });

    it("asks a person what became of an unsafe call that was lost, and takes each answer", async () => {
      const document = documentOf({ pay: call("pay", { repeat: "unsafe" }), after: call("after") }, [
        "start > pay",
        "pay > after",
      ]);
      harness.world.hold("pay");
      const started = await Promise.all([harness.start(document), harness.start(document), harness.start(document)]);
      await until(() => harness.world.count("pay") === 3, "the calls begin");
      await harness.crash();
      for (const run of started)
        await until(async () => (await harness.state(run.runId)) === "waiting", "the run asks");
      expect(harness.world.count("pay")).toBe(3);
      harness.world.release("pay");
      const [retry, fail, complete] = started as [(typeof started)[0], (typeof started)[0], (typeof started)[0]];
      const resolve = (runId: string, decision: Parameters<ReturnType<RuntimeHarness["runs"]>["resolve"]>[3]) =>
        harness.runs().resolve(harness.workspaceId, runId, "pay", decision, null);
      await resolve(retry.runId, { action: "retry" });
      await resolve(fail.runId, { action: "fail" });
      await resolve(complete.runId, { action: "complete", output: { paid: true } });
      expect(await ended(harness, retry.runId)).toBe("completed");
      expect(await ended(harness, fail.runId)).toBe("failed");
      expect(await ended(harness, complete.runId)).toBe("completed");
      expect(harness.world.count("pay")).toBe(4);
      expect(events(await harness.entries(fail.runId), "run.failed")[0]?.error.code).toBe("worker_lost");
    });

    it("executes a safe call again under the same key, and fails it after the third loss", async () => {
      const document = documentOf({ read: call("read") }, ["start > read"]);
      harness.world.hold("read");
      const run = await harness.start(document);
      for (let loss = 1; loss <= 3; loss++) {
        await until(() => harness.world.count("read") === loss, `execution ${loss}`);
        await until(
          async () => events(await harness.entries(run.runId), "node.started").length === loss,
          `start ${loss} is journalled`,
        );
        await harness.crash();
      }
      expect(await ended(harness, run.runId)).toBe("failed");
      expect(new Set(harness.world.begun.map(({ key }) => key)).size).toBe(1);
      expect(events(await harness.entries(run.runId), "run.failed")[0]?.error.code).toBe("worker_lost");
    });

    it("goes on in another process when the one that fell asleep is gone", async () => {
      const document = documentOf(
        { nap: { type: "control.delay", config: { duration: "3s" } }, after: call("after") },
        ["start > nap", "nap > after"],
      );
      const run = await harness.start(document);
      await until(async () => (await harness.state(run.runId)) === "waiting", "the run sleeps");
      await harness.crash();
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(events(await harness.entries(run.runId), "node.waiting")).toHaveLength(1);
      expect(harness.world.count("after")).toBe(1);
    });

    it("executes a call once when its walk is entered twice", async () => {
      const document = documentOf({ pay: call("pay", { repeat: "unsafe" }) }, ["start > pay"]);
      harness.world.hold("pay");
      const run = await harness.start(document);
      await until(() => harness.world.count("pay") === 1, "the call begins");
      await harness.enterAgain(run.runId);
      expect(await harness.state(run.runId)).toBe("running");
      harness.world.release("pay");
      expect(await ended(harness, run.runId)).toBe("completed");
      expect(harness.world.count("pay")).toBe(1);
    });
  });
}
