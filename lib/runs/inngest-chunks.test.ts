import { describe, expect, it } from "vitest";
import { containerContract } from "./testing/container-contract.ts";
import { call, documentOf, forEach, set, within } from "./testing/documents.ts";
import { ended, events, outputOf } from "./testing/harness.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";

/** So few steps that every loop which waits, has sub-steps or loops in it is walked by functions of its own. */
const functionSteps = { here: 1, chunk: 4 };

containerContract("inngest, loops in chunks, every request delivered twice", () =>
  inngestHarness({ functionSteps, duplicates: true }),
);

describe("a loop with more steps than a function may have", () => {
  const items = Array.from({ length: 30 }, (_, index) => index);
  // start > loop [ nap > fetch ] > after
  const document = documentOf(
    {
      loop: forEach(items, { concurrency: 3 }),
      nap: within("loop", { type: "control.delay", config: { duration: "1ms" } }),
      fetch: within("loop", call("fetch")),
      after: set({ count: "{{ loop.results.length }}" }),
    },
    ["start > loop", "nap > fetch", "loop > after"],
  );

  it("comes to its end in chunks of chunks, each call once", async () => {
    const harness = await inngestHarness({ maxSteps: 40, functionSteps: { here: 5, chunk: 20 }, reorderMs: 5 });
    const run = await harness.start(document);
    expect(await ended(harness, run.runId)).toBe("completed");
    const entries = await harness.entries(run.runId);
    expect(outputOf(entries)).toEqual({ count: items.length });
    expect(events(entries, "iteration.completed").map(({ path }) => path)).toHaveLength(items.length);
    expect(harness.world.count("fetch")).toBe(items.length);
    await harness.close();
  });

  it("would fail in a single function", async () => {
    const harness = await inngestHarness({ maxSteps: 40, functionSteps: { here: 10_000, chunk: 10_000 } });
    const run = await harness.start(document);
    expect(await ended(harness, run.runId)).toBe("failed");
    await harness.close();
  });
});
