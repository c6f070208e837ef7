import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { RunGraph } from "../../engine/graph.ts";
import type { ReferenceRun } from "../../engine/testing/reference-world.ts";
import type { Told } from "../../engine/testing/told.ts";
import { checkWalk, plain } from "./drawn-check.ts";
import { type DrawnRun, drawnRun } from "./drawn-nodes.ts";
import { drawnTrouble } from "./drawn-trouble.ts";
import { type CompiledRun, compileDrawn, type Trouble, undisturbed, type WalkedRun, walkDrawn } from "./drawn-walk.ts";

/** What `verify` walks; the mutants are looked for with the same. */
export const drawing = { seed: 12, numRuns: 3_800, endOnFailure: true };

/** One drawn run that agreed with the rules. */
export interface Agreed {
  made: CompiledRun;
  walked: WalkedRun;
  expected: ReferenceRun;
}

/** Walks drawn documents in drawn trouble, each compared with the rules. @param onAgreed told of each */
export function drawnProperty(
  onAgreed: (agreed: Agreed) => void = () => {},
  troubles: fc.Arbitrary<Trouble> = drawnTrouble,
): fc.IAsyncProperty<[DrawnRun, Trouble]> {
  return fc.asyncProperty(drawnRun, troubles, async (all, trouble) => {
    const made = compileDrawn(all);
    if (!made) return;
    const walked = await walkDrawn(made, trouble);
    if (!walked) return;
    try {
      const { told, expected } = checkWalk(made, walked);
      if (isCalm(made.graph, expected)) await checkOrder(made, told, expected);
      onAgreed({ made, walked, expected });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${described(made, walked, trouble)}`);
    }
  });
}

/** What happened, for whoever looks for the mistake. */
function described({ placed }: CompiledRun, { entries, turns }: WalkedRun, trouble: Trouble): string {
  const journal = entries.map(({ seq, event }) => `${seq} in turn ${turns.get(seq)}: ${JSON.stringify(event)}`);
  const nodes = [...placed.values()].map(({ body: _, ...drawn }) => JSON.stringify(drawn));
  return [JSON.stringify(trouble), ...journal, ...nodes].join("\n");
}

/** E6: walked undisturbed in another order, it comes to the same. */
async function checkOrder(made: CompiledRun, told: Told, expected: ReferenceRun): Promise<void> {
  const walked = await walkDrawn(made, undisturbed, ({ turns }) => 8 - turns);
  if (!walked) throw new Error("an undisturbed run is walked");
  const { told: other, expected: undisturbedRun } = checkWalk(made, walked);
  // One that was cut off may not have come to its failure.
  if (!isCalm(made.graph, undisturbedRun)) return;
  for (const [path, { status, output }] of told.nodes) {
    // What was cut off with the run has nothing to be compared with.
    const same = status === "cancelled" ? undefined : other.nodes.get(path);
    const here = [path, status, plain(output)];
    if (same) deepStrictEqual(here, [path, same.status, plain(same.output)], "in another order");
  }
  for (const [prefix, order] of ordersIn(told))
    if (order !== ordersIn(other).get(prefix))
      expected.ways.push({ way: "E6 comes to the same in another order", path: prefix });
}

/** Without early joins, failures under `fail` and answers or outputs that race. */
function isCalm(graph: RunGraph, { ways }: ReferenceRun): boolean {
  if (ways.some(({ way }) => /^E2 fails and|^E15 comes after|^E16 ends|^E13 (stop|a round)/.test(way))) return false;
  return isCalmGraph(graph);
}

function isCalmGraph(graph: RunGraph): boolean {
  const outputs = graph.nodes.filter(({ type, disabled }) => !disabled && type === "control.output");
  const isEarly = graph.nodes.some(
    ({ join, disabled }) => !disabled && (join?.mode === "any" || join?.mode === "count"),
  );
  const breaks = graph.nodes.some(({ type, disabled }) => !disabled && type === "control.break");
  return (
    outputs.length <= 1 && !isEarly && !breaks && graph.nodes.every(({ body }) => !body || isCalmGraph(body.graph))
  );
}

/** The order in which the nodes of each graph settled, by what stands before their keys. */
function ordersIn({ nodes }: Told): Map<string, string> {
  const byPrefix = Map.groupBy(nodes, ([path]) => path.slice(0, path.lastIndexOf("/") + 1));
  return new Map(
    [...byPrefix].map(([prefix, all]) => {
      const inOrder = all.sort(([, a], [, b]) => a.position - b.position).map(([path]) => path);
      return [prefix, inOrder.join(" ")];
    }),
  );
}
