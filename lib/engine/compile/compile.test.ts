import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document.ts";
import type { Problem, RunGraph } from "../graph.ts";
import { testCatalogue } from "../testing/catalogue.ts";
import { graph } from "../testing/graphs.ts";
import { compile } from "./compile.ts";

function problemsOf(document: WorkflowDocument): Problem[] {
  const result = compile(document, testCatalogue);
  return result.ok ? result.warnings : result.problems;
}

function codes(document: WorkflowDocument): string[] {
  return problemsOf(document).map(({ code }) => code);
}

function runGraph(document: WorkflowDocument): RunGraph {
  const result = compile(document, testCatalogue);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled.graphs.get("n_start") as RunGraph;
}

describe("compile", () => {
  // start > a > b
  //       > c ──┘
  it("orders what is reachable from the trigger, and leaves out the rest with a warning", () => {
    const document = graph("start > a > b; start > c > b; d > e");
    const keys = runGraph(document).nodes.map(({ key }) => key);
    expect(keys[0]).toBe("start");
    expect(keys.indexOf("b")).toBe(3);
    expect(keys).not.toContain("d");
    expect(codes(document)).toContain("unreachable");
  });

  it("names every problem at once, each with its node", () => {
    const document = graph("start > a > b");
    document.nodes[1] = { ...document.nodes[1], type: "no.such" } as WorkflowDocument["nodes"][number];
    document.nodes[2] = { ...document.nodes[2], config: { x: "{{ 1 + }}" } } as WorkflowDocument["nodes"][number];
    document.edges.push({ id: "e_x", source: "n_b", sourcePort: "out", target: "n_gone", targetPort: "in" });
    const problems = problemsOf(document);
    expect(problems.filter(({ severity }) => severity === "error").length).toBeGreaterThanOrEqual(3);
    expect(problems.find(({ code }) => code === "unknown_type")?.nodeId).toBe("n_a");
    expect(problems.some(({ nodeId, field }) => nodeId === "n_b" && field?.includes("x"))).toBe(true);
    expect(problems.some(({ edgeId }) => edgeId === "e_x")).toBe(true);
  });

  it("refuses circles, a node that leads to itself, and an edge into a trigger", () => {
    expect(codes(graph("start > a > b > a"))).toContain("cycle");
    expect(codes(graph("start > a > a"))).toContain("cycle");
    expect(compile(graph("start > a; a > start"), testCatalogue).ok).toBe(false);
  });

  it("refuses ports that are not there, and the same edge twice", () => {
    expect(compile(graph("start > a.nope > b"), testCatalogue).ok).toBe(false);
    const twice = graph("start > a");
    twice.edges.push({ ...(twice.edges[0] as WorkflowDocument["edges"][number]), id: "e_again" });
    expect(codes(twice)).toContain("duplicate_edge");
  });

  it("refuses two nodes of one id or key, and a version newer than it knows", () => {
    const document = graph("start > a > b");
    const [, a, b] = document.nodes as [
      WorkflowDocument["nodes"][number],
      WorkflowDocument["nodes"][number],
      WorkflowDocument["nodes"][number],
    ];
    expect(codes({ ...document, nodes: [document.nodes[0] as typeof a, a, { ...b, key: "a" }] })).toContain(
      "duplicate_key",
    );
    expect(codes({ ...document, nodes: [document.nodes[0] as typeof a, a, { ...b, id: a.id }] })).toContain(
      "duplicate_id",
    );
    expect(
      compile({ ...document, nodes: [document.nodes[0] as typeof a, a, { ...b, version: 9 }] }, testCatalogue).ok,
    ).toBe(false);
  });

  it("has the port `error` only where the policy says so (E2)", () => {
    expect(compile(graph("start > step1.error > b"), testCatalogue).ok).toBe(false);
    const document = graph("start > step1.error > b", { step1: { policy: { onError: "port" } } });
    expect(runGraph(document).byKey.get("step1")?.ports).toContain("error");
  });

  // start > if ─true─> yes > end
  //            └false─────────┘
  it("knows which reads need no look at run time, and warns of one that may find nothing (E7)", () => {
    const document = graph("start > if1.true > yes > end; if1.false > end", {
      end: { config: { x: "{{ if1.a }} {{ yes.b }}" } },
    });
    const end = runGraph(document).byKey.get("end");
    expect(end?.reads.find(({ key }) => key === "if1")?.always).toBe(true);
    expect(end?.reads.find(({ key }) => key === "yes")?.always).toBe(false);
    expect(problemsOf(document).some(({ severity, nodeId }) => severity === "warning" && nodeId === "n_end")).toBe(
      true,
    );
  });

  it("refuses an expression that reads what comes later, or what is not there", () => {
    expect(compile(graph("start > a > b", { a: { config: { x: "{{ b.c }}" } } }), testCatalogue).ok).toBe(false);
    expect(compile(graph("start > a", { a: { config: { x: "{{ nobody.c }}" } } }), testCatalogue).ok).toBe(false);
  });

  it("tries safe and keyed effects three times by itself, unsafe ones once (E11)", () => {
    const document = graph("start > call1 > call2", {
      call1: { config: { url: "https://example.com" } },
      call2: { config: { url: "https://example.com", method: "POST" } },
    });
    const { byKey } = runGraph(document);
    expect(byKey.get("call1")?.retry.attempts).toBe(3);
    expect(byKey.get("call2")).toMatchObject({
      repeat: "unsafe",
      retry: { attempts: 1 },
      policy: { onError: "fail", onUncertain: "ask" },
    });
  });

  it("compiles a chain of 5,000 nodes, and refuses 10,000 in words", () => {
    const chain = (length: number) =>
      graph(["start", ...Array.from({ length }, (_, index) => `x${index}`)].join(" > "));
    expect(runGraph(chain(4_900)).nodes).toHaveLength(4_901);
    expect(compile(chain(10_000), testCatalogue).ok).toBe(false);
  });
});
