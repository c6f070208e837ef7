import { describe, expect, it } from "vitest";
import { catalogue } from "../../nodes/catalog.ts";
import { documentOf, forEach, set, within } from "../../runs/testing/documents.ts";
import type { WorkflowDocument } from "../document.ts";
import type { RunGraph } from "../graph.ts";
import { compile } from "./compile.ts";

type Nodes = Parameters<typeof documentOf>[0];

function problemsOf(document: WorkflowDocument) {
  const result = compile(document, catalogue);
  return (result.ok ? result.warnings : result.problems).map(({ code, nodeId, field }) => [
    code,
    ...(nodeId ? [nodeId.slice(2)] : []),
    ...(field ? [field] : []),
  ]);
}

const loop = forEach("{{ input }}");
const a = within("loop", set({ a: "{{ item }}" }));
const respond = { type: "control.respond" };
const leave = { type: "control.break" };

describe("E13 what compile refuses of containers", () => {
  it("takes one that is as it should be", () => {
    expect(
      problemsOf(documentOf({ loop, a, b: set({ r: "{{ loop.results }}" }) }, ["start > loop", "loop > b"])),
    ).toEqual([]);
  });

  it.each<[string, Nodes, string[], string[]]>([
    ["an edge into it", { loop, a }, ["start > loop", "start > a"], ["edge_through_wall"]],
    ["an edge out of it", { loop, a, b: set({}) }, ["start > loop", "a > b"], ["edge_through_wall"]],
    ["a body that is empty", { loop }, ["start > loop"], ["empty_container", "loop"]],
    [
      "a trigger inside",
      { loop, a, t: within("loop", { type: "trigger.manual" }) },
      ["start > loop"],
      ["trigger_in_container", "t"],
    ],
    [
      "a parent that is no container",
      { b: set({}), c: within("b", set({})) },
      ["start > b"],
      ["not_a_container", "c", "parent"],
    ],
    ["a parent that does not exist", { c: within("nobody", set({})) }, [], ["unknown_parent", "c", "parent"]],
    ["a break outside", { leave }, ["start > leave"], ["break_outside", "leave"]],
    [
      "something after a break",
      { loop, leave: within("loop", leave), a },
      ["start > loop", "leave > a"],
      ["after_break", "leave"],
    ],
    [
      "a break in a concurrent one",
      { loop: forEach([], { concurrency: 2 }), leave: within("loop", leave) },
      ["start > loop"],
      ["not_in_concurrent", "leave"],
    ],
    [
      "an answer anywhere in a concurrent one",
      { loop: forEach([], { concurrency: 2 }), inner: within("loop", loop), reply: within("inner", respond) },
      ["start > loop"],
      ["not_in_concurrent", "reply"],
    ],
    ["a circle inside", { loop, a, b: within("loop", set({})) }, ["start > loop", "a > b", "b > a"], ["cycle", "a"]],
    [
      "tries of a loop",
      { loop: forEach([], {}, { timeoutMs: 5 }), a },
      ["start > loop"],
      ["invalid_policy", "loop", "policy"],
    ],
    [
      "an expression where none can be",
      { loop: forEach([], { concurrency: "{{ 2 }}" }), a },
      ["start > loop"],
      ["expression_not_allowed", "loop", "concurrency"],
    ],
    [
      "item outside",
      { loop, a, b: set({ x: "{{ item }}" }) },
      ["start > loop", "loop > b"],
      ["expression_unknown_name", "b", "fields.0.value"],
    ],
    [
      "state in a for-each",
      { loop, a: within("loop", set({ x: "{{ state }}" })) },
      ["start > loop"],
      ["expression_unknown_name", "a", "fields.0.value"],
    ],
    [
      "a node inside, read from outside",
      { loop, a, b: set({ x: "{{ a }}" }) },
      ["start > loop", "loop > b"],
      ["expression_not_before", "b", "fields.0.value"],
    ],
    [
      "a node beside the loop that does not run before it",
      { loop, c: set({}), b: within("loop", set({ x: "{{ c }}" })) },
      ["start > loop", "start > c"],
      ["expression_not_before", "b", "fields.0.value"],
    ],
  ])("refuses %s", (_what, nodes, edges, problem) => {
    expect(problemsOf(documentOf(nodes, edges))).toContainEqual(problem);
  });

  it("allows an answer and a break where one item runs at a time", () => {
    const nodes = { loop, reply: within("loop", respond), leave: within("loop", leave) };
    expect(problemsOf(documentOf(nodes, ["start > loop", "reply > leave"]))).toEqual([]);
  });

  it("nests five deep, and no deeper", () => {
    const nested = (levels: number): WorkflowDocument => {
      const nodes: Nodes = { loop_1: loop };
      for (let level = 2; level <= levels; level++) nodes[`loop_${level}`] = within(`loop_${level - 1}`, loop);
      nodes.end = within(`loop_${levels}`, set({}));
      return documentOf(nodes, ["start > loop_1"]);
    };
    expect(problemsOf(nested(5))).toEqual([]);
    expect(problemsOf(nested(6))).toEqual([["nesting_too_deep", "loop_6"]]);
  });

  it("refuses a container inside itself", () => {
    const nodes: Nodes = { x: within("y", loop), y: within("x", loop) };
    expect(problemsOf(documentOf(nodes, [])).map(([code]) => code)).toContain("container_cycle");
  });

  it("lets the body read what the container sees, and an inner one the keys of those around it", () => {
    const nodes: Nodes = {
      before: set({ n: 1 }),
      outer: loop,
      inner: within("outer", forEach("{{ item.list }}")),
      x: within("inner", set({ x: "{{ [before.n, outer.item, outer.index, item, index, trigger] }}" })),
    };
    expect(problemsOf(documentOf(nodes, ["start > before", "before > outer"]))).toEqual([]);
  });

  it("makes a body a graph of its own, and says when nothing in it touches the world", () => {
    const nap = within("loop", { type: "control.delay", config: { duration: "1s" } });
    const graphOf = (nodes: Nodes, edges: string[]): RunGraph => {
      const result = compile(documentOf(nodes, edges), catalogue);
      if (!result.ok) throw new Error(JSON.stringify(result.problems));
      return result.compiled.graphs.get("n_start") as RunGraph;
    };
    const pure = graphOf({ loop, a, b: within("loop", set({})) }, ["start > loop", "a > b"]);
    expect(pure.pure).toBe(true);
    expect(pure.byKey.get("loop")?.body?.graph.nodes.map(({ key }) => key)).toEqual(["", "a", "b"]);
    const asleep = graphOf({ loop, a, nap }, ["start > loop", "a > nap"]);
    expect(asleep.pure).toBe(false);
    expect(asleep.byKey.get("loop")?.body).toMatchObject({ batches: false, graph: { pure: false } });
  });
});
