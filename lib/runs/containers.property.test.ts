import fc from "fast-check";
import { afterAll, it } from "vitest";
import { checkWalk } from "./testing/drawn-check.ts";
import { drawnRun } from "./testing/drawn-nodes.ts";
import { drawnTrouble } from "./testing/drawn-trouble.ts";
import { compileDrawn, walkDrawn } from "./testing/drawn-walk.ts";

let lastJournal = "";
afterAll(() => console.log(lastJournal));
it("works", async () => {
  const ways = new Map<string, number>();
  let n = 0;
  let bad = 0;
  await fc.assert(
    fc.asyncProperty(drawnRun, drawnTrouble, async (all, trouble) => {
      const made = compileDrawn(all);
      if (!made) {
        bad++;
        return;
      }
      const walked = await walkDrawn(made, trouble);
      if (!walked) return;
      n++;
      try {
        const { expected } = checkWalk(made, walked);
        for (const { way } of expected.ways) ways.set(way, (ways.get(way) ?? 0) + 1);
      } catch (e) {
        lastJournal =
          JSON.stringify(trouble) +
          "\n" +
          walked.entries
            .map(
              ({ seq, event }) =>
                `${seq} ${walked.turns.get(seq)} ${JSON.stringify(event)
                  .replace(/"at":\d+,/, "")
                  .slice(0, 230)}`,
            )
            .join("\n") +
          "\n" +
          JSON.stringify(
            [...made.placed.values()].map((p) => [
              p.key,
              p.kind,
              p.from.length,
              p.mode,
              p.onError,
              p.disabled ? "dis" : "",
              p.deaf ? "deaf" : "",
              p.concurrency,
              p.onItemError,
              p.turns,
            ]),
          );
        throw e;
      }
    }),
    {
      numRuns: Number(process.env.N ?? 500),
      seed: Number(process.env.SEED ?? 1),
      endOnFailure: !process.env.SHRINK,
    },
  );
  console.log(
    n,
    bad,
    [...ways]
      .sort()
      .map(([w, c]) => `${w}: ${c}`)
      .join("\n"),
  );
}, 300_000);
