import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Settlement } from "./settlement.ts";
import { byTurn, compiled, drawn, kernel, outcomeOf } from "./testing/drawn-graphs.ts";
import { reference } from "./testing/reference.ts";

describe("settlement against the reference interpreter", () => {
  it("E1 E2 E3 E4 E5 E7 E14 comes to the same facts, counted edges and sight on any graph in any order", () => {
    let checked = 0;
    const reached = { skipped: 0, cancelled: 0, failed: 0, early: 0 };
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 2, maxLength: 14 }), (all) => {
        const graph = compiled(all);
        if (!graph) return;
        checked += 1;
        const expected = reference(graph, outcomeOf(all), byTurn(all));
        for (const status of Object.values(expected.status)) if (status in reached) reached[status as "skipped"] += 1;
        reached.early += graph.nodes.filter(({ join }) => join?.mode === "any" || join?.mode === "count").length;
        expect(kernel(Settlement, graph, outcomeOf(all), byTurn(all))).toEqual(expected);
      }),
      { numRuns: 3_000, seed: 20_261_125 },
    );
    // The property says little about what it never reached.
    expect(checked).toBeGreaterThan(1_000);
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(100);
  });

  it("E6 gives the same facts in any order, where nothing depends on the order", () => {
    fc.assert(
      fc.property(
        fc.array(drawn, { minLength: 2, maxLength: 12 }),
        fc.array(fc.nat(100), { minLength: 12, maxLength: 12 }),
        (all, turns) => {
          const calm = all.map((node) => ({
            ...node,
            mode: node.mode === "any" || node.mode === "count" ? ("all" as const) : node.mode,
            onError: node.onError === "fail" ? ("continue" as const) : node.onError,
          }));
          const graph = compiled(calm);
          if (!graph) return;
          const other = calm.map((node, index) => ({ ...node, turn: turns[index] ?? 0 }));
          expect(kernel(Settlement, graph, outcomeOf(calm), byTurn(other))).toEqual(
            kernel(Settlement, graph, outcomeOf(calm), byTurn(calm)),
          );
        },
      ),
      { numRuns: 1_000, seed: 20_261_125 },
    );
  });
});
