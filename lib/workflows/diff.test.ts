import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../engine/document.ts";
import { applyDiff, diffDocuments, diffSchema, reverseDiff, squashDiffs } from "./diff.ts";

const value = fc.jsonValue({ maxDepth: 2 });
const node = fc.record({
  id: fc.constantFrom("n1", "n2", "n3", "n4"),
  type: fc.constantFrom("data.set", "control.if"),
  label: fc.option(fc.string({ maxLength: 5 }), { nil: undefined }),
  config: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), value),
  x: fc.integer({ min: 0, max: 50 }),
});

/** Documents that share ids, so that changes, additions and removals all occur. */
const documents: fc.Arbitrary<WorkflowDocument> = fc
  .uniqueArray(node, { selector: ({ id }) => id, maxLength: 4 })
  .map((nodes) => ({
    schemaVersion: 1 as const,
    nodes: nodes.map(({ x, label, ...rest }) => ({
      ...rest,
      key: rest.id,
      version: 1,
      position: { x, y: 0 },
      ...(label === undefined ? {} : { label }),
    })) as WorkflowDocument["nodes"],
    edges: nodes.slice(1).map(({ id }, index) => ({
      id: `e_${id}`,
      source: nodes[index]?.id ?? "",
      sourcePort: "out",
      target: id,
      targetPort: "in",
    })),
  }));

/** The order of records carries no meaning. */
function sorted(document: WorkflowDocument) {
  const byId = <T extends { id: string }>(all: T[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...document, nodes: byId(document.nodes), edges: byId(document.edges) };
}

const options = { numRuns: 400, seed: 20_261_125 };

describe("diffs", () => {
  it("lead from one document to the other, and back", () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const diff = diffDocuments(before, after);
        expect(diffSchema.safeParse(JSON.parse(JSON.stringify(diff))).success).toBe(true);
        expect(sorted(applyDiff(before, diff))).toEqual(sorted(after));
        expect(sorted(applyDiff(after, reverseDiff(diff)))).toEqual(sorted(before));
      }),
      options,
    );
  });

  it("put together do what they do one after the other", () => {
    fc.assert(
      fc.property(documents, documents, documents, (first, second, third) => {
        const squashed = squashDiffs(diffDocuments(first, second), diffDocuments(second, third));
        expect(sorted(applyDiff(first, squashed))).toEqual(sorted(third));
      }),
      options,
    );
  });

  it("are refused by a document they were not made for", () => {
    const empty: WorkflowDocument = { schemaVersion: 1, nodes: [], edges: [] };
    const one: WorkflowDocument = {
      ...empty,
      nodes: [{ id: "n1", key: "a", type: "data.set", version: 1, config: {} }],
    };
    const diff = diffDocuments(empty, one);
    expect(() => applyDiff(one, diff)).toThrow(/there already/);
    expect(() => applyDiff(empty, reverseDiff(diff))).toThrow(/not there/);
  });
});
