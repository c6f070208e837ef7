import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunGraph } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { type ReferenceRun, referenceRun } from "../engine/testing/reference-run.ts";
import { type Drawn, drawnRun, scriptOf } from "./testing/drawn-runs.ts";
import { compileDrawn, type Mode, outputsOf, statusesOf, type WalkedRun, walkDrawn } from "./testing/drawn-walk.ts";

const GRAPHS = 2_000;
const modes = ["plain", "cancel", "crash before", "crash after", "duplicate"] as const;
/** What a run has to have shown for a rule to count as covered by it. */
const shapes: Record<string, (run: ReferenceRun, graph: RunGraph, all: readonly Drawn[]) => boolean> = {
  "E2 error port": (run, graph) =>
    Object.entries(run.status).some(
      ([path, status]) => status === "failed" && nodeAt(graph, path)?.policy.onError === "port",
    ),
  "E2 continue": (_run, graph) =>
    everyNode(graph).some((node) => node.body !== null && node.policy.onError === "continue"),
  "E3 skip inside": (run) =>
    Object.entries(run.status).some(([path, status]) => status === "skipped" && path.includes("[")),
  "E4 every inside": (run, graph) => ranInside(run, graph, (type, mode) => type === "control.join" && mode === "every"),
  "E7 E8 join inside": (run, graph) => ranInside(run, graph, (type) => type === "control.join"),
  "E9 output inside": (run, graph) => ranInside(run, graph, (type) => type === "control.output"),
  "E10 failed": (run) => run.failed,
  "E13 for-each": (run, graph) => containers(run, graph, "for-each") > 0,
  "E13 while": (run, graph) => containers(run, graph, "while") > 0,
  "E13 no items": (run) =>
    Object.values(run.containers).some((output) => JSON.stringify(output).startsWith('{"results":[]')),
  "E13 skip or collect": (run) =>
    Object.values(run.containers).some((output) => /null|"index"/.test(JSON.stringify(output))),
  "E13 break": (run, graph) => ranInside(run, graph, (type) => type === "control.break"),
  "E13 nested": (run) => Object.keys(run.containers).some((path) => path.includes("[")),
  "E13 concurrent": (run, graph) =>
    Object.keys(run.containers).some((path) => (nodeAt(graph, path)?.body?.concurrency ?? 1) > 1),
  "E14 disabled inside": (run, graph) =>
    Object.keys(run.status).some((path) => path.includes("[") && nodeAt(graph, path)?.disabled),
};

describe("containers against the reference interpreter", () => {
  it("E1 E2 E3 E4 E7 E8 E9 E10 E12 E13 E14 come to the same, undisturbed, cancelled, killed at any write and entered twice", async () => {
    const covered = new Map<string, number>();
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(
        drawnRun,
        fc.constantFrom(...modes),
        fc.integer({ min: 1, max: 12 }),
        async (all, kind, write) => {
          const made = compileDrawn(all);
          if (!made) return;
          const expected = referenceRun(made.graph, null, scriptOf(made.drawn));
          const mode = (kind === "plain" || kind === "duplicate" ? { kind } : { kind, write }) as Mode;
          const walked = await walkDrawn(made, mode);
          check(walked, expected, made.graph, mode);
          checked += 1;
          for (const [shape, shows] of Object.entries(shapes))
            if (shows(expected, made.graph, all))
              covered.set(`${shape}|${kind}`, (covered.get(`${shape}|${kind}`) ?? 0) + 1);
        },
      ),
      { numRuns: GRAPHS, seed: 20_261_125 },
    );
    console.log(tableOf(covered));
    // The property says little about what it never reached.
    expect(checked).toBeGreaterThan(GRAPHS * 0.9);
    for (const shape of Object.keys(shapes))
      for (const mode of modes) expect(covered.get(`${shape}|${mode}`) ?? 0, `${shape}, ${mode}`).toBeGreaterThan(2);
  }, 300_000);
});

function check({ entries, executions, before }: WalkedRun, expected: ReferenceRun, graph: RunGraph, mode: Mode): void {
  // Killed before anything was written: there is no run.
  if (entries.length === 0 && mode.kind === "crash before") return;
  const status = statusesOf(entries);
  const outputs = outputsOf(entries);
  const end = entries.at(-1)?.event.type;
  const isCut = mode.kind === "cancel" && end === "run.cancelled";
  const states = entries.filter(({ event }) => /^run\.(completed|failed|cancelled)$/.test(event.type));
  expect(states).toHaveLength(1);
  if (!isCut) expect(end).toBe(expected.failed ? "run.failed" : "run.completed");
  if (!isCut && !expected.failed) {
    expect(onlySure(status, expected)).toEqual(expected.status);
    expect(plain(outputs[""] ?? null)).toEqual(plain(expected.output));
  }
  // What is there, is right; of a run that failed, what had come to its end.
  for (const [path, output] of Object.entries(expected.containers))
    if (status[path] === "completed") expect(containerOutput(outputs[path] ?? null, graph, path), path).toEqual(output);
  // Nothing whose result was journalled is executed again.
  for (const [path, count] of before) if (executions.has(path)) expect(executions.get(path), path).toBe(count);
  const facts = entries.flatMap(({ event }) =>
    /^node\.(completed|failed|skipped|cancelled)$/.test(event.type) && "path" in event ? [event.path] : [],
  );
  expect(new Set(facts).size).toBe(facts.length);
}

/** Without what was beside a failure: it may have finished or not. */
function onlySure(status: Record<string, string>, expected: ReferenceRun): Record<string, string> {
  return Object.fromEntries(Object.entries(status).filter(([path]) => path === "start" || path in expected.status));
}

function containerOutput(output: Json, graph: RunGraph, path: string): Json {
  const value = plain(output) as { [name: string]: Json };
  if (nodeAt(graph, path)?.body?.kind === "while") return { iterations: value.iterations ?? null };
  return value;
}

/** Errors as what the reference knows of them. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("error" in value && "index" in value) return { index: value.index ?? null, item: value.item ?? null };
  if ("error" in value) return "failed";
  if ("iterations" in value && "state" in value) return { iterations: value.iterations ?? null };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner as Json)]));
}

const known = new WeakMap<RunGraph, RunGraph["nodes"]>();

function everyNode(graph: RunGraph): RunGraph["nodes"] {
  const before = known.get(graph);
  if (before) return before;
  const nodes = listed(graph);
  known.set(graph, nodes);
  return nodes;
}

function listed(graph: RunGraph): RunGraph["nodes"] {
  return graph.nodes.flatMap((node) => [node, ...(node.body ? listed(node.body.graph) : [])]);
}

function nodeAt(graph: RunGraph, path: string) {
  const key = path.slice(path.lastIndexOf("/") + 1);
  return everyNode(graph).find((node) => node.key === key);
}

function ranInside(
  run: ReferenceRun,
  graph: RunGraph,
  is: (type: string, mode: string | undefined) => boolean,
): boolean {
  return Object.entries(run.status).some(([path, status]) => {
    const node = nodeAt(graph, path);
    return path.includes("[") && status === "completed" && node !== undefined && is(node.type, node.join?.mode);
  });
}

function containers(run: ReferenceRun, graph: RunGraph, kind: string): number {
  return Object.keys(run.containers).filter((path) => nodeAt(graph, path)?.body?.kind === kind).length;
}

function tableOf(covered: ReadonlyMap<string, number>): string {
  const rows = Object.keys(shapes).map((shape) =>
    [shape.padEnd(22), ...modes.map((mode) => String(covered.get(`${shape}|${mode}`) ?? 0).padStart(12))].join(" "),
  );
  return [["".padEnd(22), ...modes.map((mode) => mode.padStart(12))].join(" "), ...rows].join("\n");
}
