import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, documentOf, forEach, within } from "./documents.ts";
import { ended, events, type RuntimeHarness } from "./harness.ts";

const once = { retry: { attempts: 1, backoff: "fixed", baseMs: 0, maxMs: 0, jitter: false } } as const;
const nap = (duration: string) => ({ type: "control.delay", config: { duration } });

/**
 * What becomes of rounds beside one that fails: rule E13. Not for loops in parts of one round each, which follow each other
 * (ADR 0022): there no round is beside another.
 */
export function stoppedRoundsContract(name: string, make: () => Promise<RuntimeHarness>): void {
  describe(`contract of rounds that are stopped: ${name}`, () => {
    let harness: RuntimeHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    // start > slow
    //       > loop [ nap | bad ], two at a time
    it("E13 does not sleep over a wait in a round that another has stopped", async () => {
      harness.world.failNext("bad", 1);
      const document = documentOf(
        {
          slow: call("slow", { ms: 500 }),
          loop: forEach([1, 2], { concurrency: 2 }),
          check: within("loop", { type: "control.if", config: { condition: "{{ index == 0 }}" } }),
          nap: within("loop", nap("1h")),
          bad: within("loop", call("bad", { ms: 100 }, once)),
        },
        ["start > slow", "start > loop", "check.true > nap", "check.false > bad"],
      );
      const run = await harness.start(document);
      expect(await ended(harness, run.runId)).toBe("failed");
      const entries = await harness.entries(run.runId);
      expect(events(entries, "run.failed")[0]?.error.node).toBe("loop[1]/bad");
      expect(events(entries, "node.cancelled").map(({ path }) => path)).toContain("loop[0]/nap");
    });
  });
}
