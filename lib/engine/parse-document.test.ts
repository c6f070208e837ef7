import { describe, expect, it } from "vitest";
import { limits } from "../config/limits.ts";
import type { Json } from "./json.ts";
import { parseDocument } from "./parse-document.ts";
import { graph } from "./testing/graphs.ts";

const codes = (value: unknown) => {
  const parsed = parseDocument(value);
  return parsed.ok ? [] : parsed.errors.map(({ path, code }) => `${path}: ${code}`);
};
const document = graph("start > a > b");

describe("a document from outside", () => {
  it("is taken as it is, with the ports filled in", () => {
    const edges = document.edges.map(({ id, source, target }) => ({ id, source, target }));
    const parsed = parseDocument({ ...document, edges });
    expect(parsed).toEqual({ ok: true, document });
  });

  it("keeps types and configs that nobody knows", () => {
    const [first, ...rest] = document.nodes;
    const strange = { ...first, type: "from.the-future", version: 99, config: { deep: [{ x: null }] } };
    const parsed = parseDocument({ ...document, nodes: [strange, ...rest] });
    expect(parsed.ok && parsed.document.nodes[0]).toEqual(strange);
  });

  it.each<[unknown, string]>([
    [null, ": invalid_type"],
    ["{}", ": invalid_type"],
    [{ ...document, schemaVersion: 2 }, "schemaVersion: invalid_value"],
    [{ ...document, extra: 1 }, ": unrecognized_keys"],
    [{ ...document, nodes: [{ ...document.nodes[0], key: "Has Blanks" }] }, "nodes.0.key: invalid_format"],
    [{ ...document, nodes: [{ ...document.nodes[0], key: "item" }] }, "nodes.0.key: custom"],
    [{ ...document, nodes: [{ ...document.nodes[0], config: { f: () => 1 } }] }, "nodes.0.config.f: invalid_union"],
  ])("is refused with the place that is wrong (%#)", (value, problem) => {
    expect(codes(value)).toContain(problem);
  });

  it("names each id and key that is there twice", () => {
    const twice = {
      ...document,
      nodes: [...document.nodes, document.nodes[1]],
      edges: [...document.edges, document.edges[0]],
    };
    expect(codes(twice)).toEqual([
      "nodes.3.id: duplicate_id",
      "nodes.3.key: duplicate_key",
      "edges.2.id: duplicate_id",
    ]);
  });

  it("says of one too large only that", () => {
    const nodes = new Array(limits.documentNodes + 1).fill(null);
    const edges = new Array(limits.documentEdges + 1).fill(null);
    expect(codes({ ...document, nodes, edges })).toEqual(["nodes: document_too_large", "edges: document_too_large"]);
    const [first, ...rest] = document.nodes;
    const heavy = { ...first, config: { text: "x".repeat(limits.documentBytes) } };
    expect(codes({ ...document, nodes: [heavy, ...rest] })).toEqual([": document_too_large"]);
  });

  it("does not follow brackets without end", () => {
    let deep: Json = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const [first] = document.nodes;
    expect(codes({ ...document, nodes: [{ ...first, config: { deep } }] })).toEqual([": document_too_deep"]);
  });

  it("gives at most a hundred errors", () => {
    const nodes = Array.from({ length: 500 }, () => ({}));
    expect(codes({ ...document, nodes })).toHaveLength(100);
  });
});
