import { expect, test } from "vitest";
import { compile } from "../engine/compile/compile.ts";
import { catalogue } from "../nodes/catalog.ts";
import { NodeError } from "../nodes/define.ts";
import { isOfNode, nextTry, toRunError } from "./node-errors.ts";
import { documentOf, set } from "./testing/documents.ts";

const compiled = compile(documentOf({ work: set({ a: 1 }) }, ["start > work"]), catalogue);
const graph = compiled.ok ? [...compiled.compiled.graphs.values()][0] : undefined;

test.each([null, undefined, "broken", 7])("thrown %j is a defect, and is not tried again", (thrown) => {
  const node = graph?.byKey.get("work");
  if (!node) throw new Error("the document does not compile");
  const patient = { ...node, retry: { ...node.retry, attempts: 3 } };
  expect(toRunError(thrown, node)).toMatchObject({ code: "internal", node: "work" });
  expect(isOfNode(thrown)).toBe(false);
  expect(nextTry(thrown, patient, 1, 0, 0)).toBeNull();
  // One that says it may be, is.
  expect(nextTry(new NodeError("network", "Nobody is there."), patient, 1, 0, 0)).toBeGreaterThan(0);
});
