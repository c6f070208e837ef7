import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "./document.ts";
import { canonicalJson, documentHash } from "./hash.ts";
import type { Json } from "./json.ts";
import { parseJson } from "./parse-json.ts";
import { graph } from "./testing/graphs.ts";

const document = graph("start > if.true > a; if.false > b", { a: { config: { x: 1, y: [2, "3"] } } });
const changed = (change: (copy: WorkflowDocument) => unknown): WorkflowDocument => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};
const node = (copy: WorkflowDocument, key: string) =>
  copy.nodes.find((one) => one.key === key) as WorkflowDocument["nodes"][number];

describe("the identity of a document", () => {
  it.each<[string, (copy: WorkflowDocument) => unknown]>([
    ["positions", (copy) => Object.assign(node(copy, "a"), { position: { x: 7, y: 8 } })],
    ["labels", (copy) => Object.assign(node(copy, "a"), { label: "Another name" })],
    ["notes", (copy) => Object.assign(node(copy, "a"), { note: "Ask Lena" })],
    ["the order of nodes and edges", (copy) => [copy.nodes.reverse(), copy.edges.reverse()]],
    ["the order of settings", (copy) => Object.assign(node(copy, "a"), { config: { y: [2, "3"], x: 1 } })],
    [
      "a default that is written out",
      (copy) => Object.assign(node(copy, "a"), { parent: null, disabled: false, policy: {} }),
    ],
  ])("does not change with %s", (_what, change) => {
    expect(documentHash(changed(change))).toBe(documentHash(document));
  });

  it.each<[string, (copy: WorkflowDocument) => unknown]>([
    ["a key", (copy) => Object.assign(node(copy, "a"), { key: "c" })],
    ["a setting", (copy) => Object.assign(node(copy, "a"), { config: { x: 2, y: [2, "3"] } })],
    ["the order in a list", (copy) => Object.assign(node(copy, "a"), { config: { x: 1, y: ["3", 2] } })],
    ["a port", (copy) => Object.assign(copy.edges[1] ?? {}, { sourcePort: "false" })],
    ["a parent", (copy) => Object.assign(node(copy, "a"), { parent: "n_if" })],
    ["being disabled", (copy) => Object.assign(node(copy, "a"), { disabled: true })],
    ["a policy", (copy) => Object.assign(node(copy, "a"), { policy: { onError: "continue" } })],
    ["the settings", (copy) => Object.assign(copy, { settings: { timeoutMs: 5 } })],
    ["an edge", (copy) => copy.edges.pop()],
  ])("changes with %s", (_what, change) => {
    expect(documentHash(changed(change))).not.toBe(documentHash(document));
  });

  it("is a SHA-256 in hex, the same on every machine", () => {
    expect(documentHash({ schemaVersion: 1, nodes: [], edges: [] })).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("canonical JSON", () => {
  it("parses back to what it was, and does not depend on the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = parseJson(JSON.stringify(value)) as Json;
        const text = canonicalJson(json);
        expect(parseJson(text)).toEqual(json);
        expect(canonicalJson(parseJson(text) as Json)).toBe(text);
      }),
      { numRuns: 500 },
    );
    expect(canonicalJson({ b: 1, a: { d: [], c: null } })).toBe('{"a":{"c":null,"d":[]},"b":1}');
  });

  it("keeps a key called __proto__, and leaves out what is undefined", () => {
    expect(canonicalJson(parseJson('{"__proto__":{"x":1},"a":2}') as Json)).toBe('{"__proto__":{"x":1},"a":2}');
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});
