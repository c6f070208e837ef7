import { expect, test } from "vitest";
import { compile } from "#lib/engine/compile/compile.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { reasonOf } from "./problem-reason.ts";

const problem = (message: string, field?: string) => ({
  severity: "error" as const,
  code: "x",
  message,
  nodeId: "n",
  ...(field === undefined ? {} : { field }),
});

test.each([
  ['Fields of "Guest profile": This is not an expression.', "fields", "This is not an expression."],
  ['Credential of "Fetch": choose a credential, or make one.', "credential", "Choose a credential, or make one."],
  ['URL of "Fetch: user": give an address.', "url", "Give an address."],
  ["Two nodes are called fetch.", "key", "Two nodes are called fetch."],
])("%s", (message, field, reason) => {
  expect(reasonOf(problem(message, field))).toBe(reason);
});

test("where no field is named, the whole message is needed", () => {
  expect(reasonOf(problem('A way out of "If": it leads nowhere.'))).toBe('A way out of "If": it leads nowhere.');
});

test("what the compiler says of a field is told without its place", () => {
  const start = { id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} };
  const config = { fields: [{ name: "a", value: "{{ 1 + }}" }] };
  const set = { id: "n_set", key: "set", type: "data.set", version: 1, label: "Guest", config };
  const edges = [{ id: "e", source: "n_start", sourcePort: "out", target: "n_set", targetPort: "in" }];
  const result = compile({ schemaVersion: 1, nodes: [start, set], edges }, catalogue);
  if (result.ok) throw new Error("it compiles");
  expect(result.problems.map(reasonOf)).toEqual([expect.stringMatching(/^This is not a complete expression/)]);
});
