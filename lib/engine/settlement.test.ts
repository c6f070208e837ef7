import { describe, expect, it } from "vitest";
import { compile } from "./compile/compile.ts";
import type { Fact } from "./events.ts";
import type { GraphNode, RunGraph } from "./graph.ts";
import { type Decisions, Settlement } from "./settlement.ts";
import { testCatalogue } from "./testing/catalogue.ts";
import { graph } from "./testing/graphs.ts";

type Parts = Parameters<typeof graph>[1];

/** A settlement one can talk to by node keys. */
function settle(drawing: string, parts: Parts = {}) {
  const result = compile(graph(drawing, parts), testCatalogue);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const runGraph = result.compiled.graphs.get("n_start") as RunGraph;
  const settlement = new Settlement(runGraph);
  const node = (key: string) => runGraph.byKey.get(key) as GraphNode;
  const keys = (nodes: GraphNode[]) => nodes.map(({ key }) => key);
  const apply = (key: string, status: Fact["status"], ports: string[]) => {
    const decisions: Decisions = settlement.apply(node(key), { status, ports });
    return {
      run: keys(decisions.run),
      skipped: keys(decisions.skipped),
      cancelled: keys(decisions.cancelled),
      abort: keys(decisions.abort),
    };
  };
  return {
    settlement,
    node,
    complete: (key: string, ...ports: string[]) => apply(key, "completed", ports.length > 0 ? ports : ["out"]),
    fail: (key: string, ...ports: string[]) => apply(key, "failed", ports),
    counted: (key: string) =>
      settlement.counted(node(key)).map((edge) => runGraph.nodes[runGraph.edges[edge]?.source ?? -1]?.key),
    sees: (reader: string, target: string) => settlement.sees(node(reader), node(target)),
  };
}

const join = (config: Record<string, string | number | boolean>) => ({ type: "test.join", config });

describe("settlement", () => {
  // start > a > b
  it("E1 settles each node once", () => {
    const run = settle("start > a > b");
    expect(run.complete("start").run).toEqual(["a"]);
    expect(run.complete("a").run).toEqual(["b"]);
    expect(() => run.complete("a")).toThrow("settled already");
    run.complete("b");
    expect(run.settlement.done).toBe(true);
  });

  // start > if ─true─> yes
  //            └false> no
  it("E2 makes an edge live only if the fact names its port", () => {
    const run = settle("start > if1.true > yes; if1.false > no");
    run.complete("start");
    expect(run.complete("if1", "true")).toMatchObject({ run: ["yes"], skipped: ["no"] });
  });

  // start > step ─error─> sorry
  //              └out───> next
  it("E2 goes on by the error port after a failure that is handled", () => {
    const run = settle("start > step1.error > sorry; step1 > next", { step1: { policy: { onError: "port" } } });
    run.complete("start");
    expect(run.fail("step1", "error")).toMatchObject({ run: ["sorry"], skipped: ["next"] });
  });

  // start > if ─true─> a > end
  //            └false> b > c > end
  it("E3 cascades a skip and runs a node as soon as all its edges are settled and one is live", () => {
    const run = settle("start > if1.true > a > end; if1.false > b > c > end");
    run.complete("start");
    expect(run.complete("if1", "true")).toMatchObject({ run: ["a"], skipped: ["b", "c"] });
    expect(run.complete("a").run).toEqual(["end"]);
  });

  // start > if ─true─> join(any, cancelOthers)
  //            └false> a > b > join
  it("E3 takes the skips that follow from a fact before a join that follows from it", () => {
    const parts = { join1: join({ mode: "any", cancelOthers: true }) };
    const skipped = { run: ["join1"], skipped: ["a", "b"], cancelled: [], abort: [] };
    for (const drawing of [
      "start > if1.true > join1; if1.false > a > b > join1",
      "start > if1.false > a > b > join1; if1.true > join1",
    ]) {
      const run = settle(drawing, parts);
      run.complete("start");
      expect(run.complete("if1", "true")).toEqual(skipped);
    }
  });

  // start > a ┐
  //       > b ┴> join
  it("E4 `every` runs only if all edges are live, and is decided when all are settled", () => {
    const every = { join1: join({ mode: "every" }), step1: { policy: { onError: "port" as const } } };
    const run = settle("start > a > join1; start > step1 > join1; step1.error > sorry", every);
    run.complete("start");
    expect(run.complete("a")).toMatchObject({ run: [], skipped: [] });
    expect(run.fail("step1", "error")).toMatchObject({ run: ["sorry"], skipped: ["join1"] });
  });

  it("E4 `any` runs at the first live edge and counts only what was live then", () => {
    const run = settle("start > a > join1; start > b > join1; start > c > join1", { join1: join({ mode: "any" }) });
    run.complete("start");
    expect(run.complete("b").run).toEqual(["join1"]);
    expect(run.complete("a").run).toEqual([]);
    expect(run.counted("join1")).toEqual(["b"]);
  });

  it("E4 `count` runs at the fact that makes enough edges live, and is skipped once too few can follow", () => {
    const parts = { join1: join({ mode: "count", count: 2 }) };
    const enough = settle("start > a > join1; start > b > join1; start > c > join1", parts);
    enough.complete("start");
    expect(enough.complete("c").run).toEqual([]);
    expect(enough.complete("a").run).toEqual(["join1"]);
    expect(enough.counted("join1").sort()).toEqual(["a", "c"]);
    const short = settle("start > if1.true > a > join1; if1.false > b > join1; start > step1 > join1", {
      join1: join({ mode: "count", count: 3 }),
    });
    short.complete("start");
    expect(short.complete("if1", "true")).toMatchObject({ skipped: ["b", "join1"] });
  });

  it("E4 takes a journalled decision on replay, whatever comes first then", () => {
    const run = settle("start > a > join1; start > b > join1", { join1: join({ mode: "any" }) });
    const edge = run.node("join1").in.find((one) => one.source === run.node("b").index);
    run.settlement.recall(run.node("join1"), [edge?.id ?? ""]);
    run.complete("start");
    expect(run.complete("a").run).toEqual([]);
    expect(run.complete("b").run).toEqual(["join1"]);
    expect(run.counted("join1")).toEqual(["b"]);
  });

  // start > a > a2 ┐
  //       > b ─────┼> join > last
  //       > c ─────┘
  //         c > other
  it("E5 cancels only ancestors all of whose ways lead through the join", () => {
    const run = settle("start > a > a2 > join1 > last; start > b > join1; start > c > join1; c > other", {
      join1: join({ mode: "any", cancelOthers: true }),
    });
    run.complete("start");
    expect(run.complete("b")).toEqual({ run: ["join1"], skipped: [], cancelled: ["a2"], abort: ["a"] });
    expect(run.settlement.state(run.node("c"))).toBe("running");
    expect(run.complete("c").run).toEqual(["other"]);
  });

  it("E5 leaves the others alone without cancelOthers", () => {
    const run = settle("start > a > join1; start > b > join1", { join1: join({ mode: "any" }) });
    run.complete("start");
    expect(run.complete("b")).toMatchObject({ cancelled: [], abort: [] });
    expect(run.settlement.state(run.node("a"))).toBe("running");
  });

  it("E6 gives the same facts in any order of completion", () => {
    const drawing = "start > a > join1 > last; start > b > if1.true > join1; if1.false > c; start > d > join1";
    const outcome = (order: string[]) => {
      const run = settle(drawing, { join1: join({ mode: "every" }) });
      run.complete("start");
      for (const key of order) run.complete(key, ...(key === "if1" ? ["true"] : []));
      run.complete("join1");
      return [...run.settlement.graph.nodes].map((node) => [node.key, run.settlement.state(node)]);
    };
    const expected = outcome(["a", "b", "if1", "d"]);
    expect(outcome(["d", "b", "if1", "a"])).toEqual(expected);
    expect(outcome(["b", "d", "a", "if1"])).toEqual(expected);
  });

  // start > a > join(any) > last
  //       > b ──┘
  it("E7 shows what is reached over counted edges, and nothing that came later", () => {
    const run = settle("start > a > join1 > last; start > b > join1", { join1: join({ mode: "any" }) });
    run.complete("start");
    run.complete("a");
    run.complete("join1");
    run.complete("b");
    expect(run.sees("last", "a")).toBe(true);
    expect(run.sees("last", "start")).toBe(true);
    expect(run.sees("last", "b")).toBe(false);
  });

  it("E8 has each source once", () => {
    const run = settle("start > if1.true > end; if1.false > end; start > a > end");
    run.complete("start");
    run.complete("if1", "true");
    run.complete("a");
    const keys = run.settlement.sources(run.node("end")).map(({ key }) => key);
    expect(keys.sort()).toEqual(["a", "if1"]);
  });

  it("E14 decides a disabled join as any other node", () => {
    const run = settle("start > a > join1; start > b > join1", { join1: { ...join({ mode: "any" }), disabled: true } });
    run.complete("start");
    expect(run.complete("a").run).toEqual([]);
    expect(run.complete("b").run).toEqual(["join1"]);
  });
});
