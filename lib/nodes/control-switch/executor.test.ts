import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import { caseNames } from "./case-names.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const cases = [
  { name: "large", condition: "{{ input.total > 100 }}" },
  { name: "known", condition: "{{ input.customer }}" },
];
const way = async (input: JsonObject, mode = "first") =>
  (await runNode(executor, { config: { cases, mode }, input })).port;

test("goes the first way that holds, else the default", async () => {
  expect(await way({ total: 200, customer: "a" })).toBe("large");
  expect(await way({ total: 2, customer: "a" })).toBe("known");
  expect(await way({ total: 2, customer: null })).toBe("default");
});

test("goes all ways that hold", async () => {
  expect(await way({ total: 200, customer: "a" }, "all")).toEqual(["large", "known"]);
  expect(await way({ total: 2, customer: "a" }, "all")).toBe("known");
  expect(await way({ total: 2, customer: null }, "all")).toBe("default");
});

test("keeps what it decided by, and passes its input on", async () => {
  const run = await runNode(executor, { config: { cases }, input: { total: 7, customer: "a" } });
  expect(run).toMatchObject({ output: { total: 7, customer: "a" }, read: { large: false, known: "a" } });
});

test("there is a port for each case, also while its name is still to be given", () => {
  const ports = (given: Json) => caseNames(given);
  expect(ports(cases)).toEqual(["large", "known"]);
  expect(ports([{ name: "a" }, { name: " " }, { name: "a" }, { name: "default" }, {}, 7])).toEqual([
    "a",
    "case_2",
    "case_3",
    "case_4",
    "case_5",
    "case_6",
  ]);
  expect(ports("{{ input }}")).toEqual([]);
});

test.each([
  [[{ name: "a" }, { name: "a" }], /same name/],
  [[{ name: "default" }], /there already/],
  [[{ name: "" }], /Give the case a name/],
])("%j is refused", (given, message) => {
  expect(() => definition.config.parse({ cases: given })).toThrow(message);
});
