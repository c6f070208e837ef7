import { it, expect } from "vitest";
import { inngestHarness } from "./testing/inngest-harness.ts";
import { call, documentOf, set } from "./testing/documents.ts";
import { ended, until } from "./testing/harness.ts";
for (let i = 0; i < 8; i++)
it("e4 " + i, async () => {
  const harness = await inngestHarness();
  const document = documentOf(
        {
          slow: call("slow", { ms: 3_000 }),
          a: call("a", { ms: 100 }),
          b: call("b", { ms: 100 }),
          c: call("c", { ms: 100 }),
          first: { type: "control.join", config: { mode: "any" } },
          after: call("after"),
        },
        ["start > slow","start > a","start > b","start > c","slow > first","a > first","b > first","c > first","first > after"],
  );
  const run = await harness.start(document);
  await ended(harness, run.runId);
  const entries = await harness.entries(run.runId);
  const ok = harness.world.finished.includes("slow");
  if (!ok) console.log(entries.map((e) => JSON.stringify(e)).join("\n"), harness.world.finished);
  await harness.close();
  expect(ok).toBe(true);
});
it("e10", async () => {
  const harness = await inngestHarness();
      harness.world.hold("other");
      harness.world.failNext("shop", 1);
      const document = documentOf(
        {
          shop: call("shop", { ms: 50 }, { retry: { attempts: 1, backoff: "fixed", baseMs: 20, maxMs: 20, jitter: false } }),
          other: call("other"),
          after: set({ a: 1 }),
        },
        ["start > shop", "start > other", "shop > after"],
      );
  const run = await harness.start(document);
  console.log(await run.answer);
  const entries = await harness.entries(run.runId);
  console.log(entries.map((e) => JSON.stringify(e)).join("\n"));
  await harness.close();
});
