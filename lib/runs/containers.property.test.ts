import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { drawing, drawnProperty } from "./testing/drawn-property.ts";
import { undisturbed } from "./testing/drawn-walk.ts";
import { impossible, RuleTable } from "./testing/rule-table.ts";

const spec = readFileSync(new URL("../engine/SPEC.md", import.meta.url), "utf8");
const rules = [...spec.matchAll(/^- \*\*(E\d+)\*\*/gm)].map(([, id]) => id as string);

it("E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 E12 E13 E14 E15 E16 hold for any run: left alone, cancelled, killed at any write and entered twice", async () => {
  const table = new RuleTable();
  await fc.assert(
    drawnProperty((agreed) => table.add(agreed)),
    drawing,
  );
  // Most of those are disturbed in some way; what needs all of a run to go well is rare among them.
  await fc.assert(
    drawnProperty((agreed) => table.add(agreed), fc.constant(undisturbed)),
    { ...drawing, numRuns: 800 },
  );
  console.log(table.toString(rules));
  // The property says little about what it never reached.
  expect(table.runs).toBeGreaterThan(2_000);
  expect(table.empty(rules)).toEqual([]);
  for (const cell of Object.keys(impossible)) expect(table.cells.has(cell), cell).toBe(false);
}, 300_000);
