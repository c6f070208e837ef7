import { randomInt } from "node:crypto";
import fc from "fast-check";
import { drawing, drawnProperty } from "./drawn-property.ts";

/*
 * Looks for runs that come apart from the rules where `verify` does not look: `node --conditions=react-server
 * lib/runs/testing/walk-seeds.ts [runs] [seed…]`, with five fresh seeds where none are given. A run that fails is shrunk for a
 * minute; with its seed and path, `fc.check` comes back to it.
 */

const SHRINK_MS = 60_000;
const [runs = String(drawing.numRuns), ...given] = process.argv.slice(2);
const seeds = given.length > 0 ? given.map(Number) : Array.from({ length: 5 }, () => randomInt(1_000_000));

async function walkSeed(seed: number): Promise<boolean> {
  const asked = { ...drawing, seed, numRuns: Number(runs) };
  const first = await fc.check(drawnProperty(), asked);
  if (!first.failed) {
    console.log(`seed ${seed}: ${runs} runs agree with the rules`);
    return true;
  }
  const path = first.counterexamplePath ?? "0";
  const limits = { endOnFailure: false, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: false };
  const shrunk = await fc.check(drawnProperty(), { ...asked, ...limits, path });
  const { errorInstance: error } = shrunk.failed ? shrunk : first;
  console.log(`seed ${seed}, path ${path}: ${error instanceof Error ? error.message : error}`);
  return false;
}

let agree = true;
for (const seed of seeds) agree = (await walkSeed(seed)) && agree;
// A walk that broke off may have left something behind, which does not keep the process.
process.exit(agree ? 0 : 1);
