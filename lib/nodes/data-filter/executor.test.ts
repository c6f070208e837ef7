import { expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const filter = async (condition: Json, input: Json) =>
  (await runNode(executor, { config: { items: "{{ input }}", condition }, input })).output;

test("keeps what the condition is true for, in order, and passes on the rest", async () => {
  const orders = [{ total: 50 }, { total: 150 }, { total: 250 }];
  expect(await filter("{{ item.total > 100 }}", orders)).toEqual({
    kept: orders.slice(1),
    dropped: orders.slice(0, 1),
  });
});

test("sees the place of the item, and what is around the list", async () => {
  expect(await filter("{{ index % 2 == 0 && input.length == 3 }}", ["a", "b", "c"])).toEqual({
    kept: ["a", "c"],
    dropped: ["b"],
  });
});

test.each([
  [0, "dropped"],
  ["", "dropped"],
  [null, "dropped"],
  ["no", "kept"],
  [[], "kept"],
])("an item of %j is %s when the condition is the item itself", async (item, where) => {
  expect(await filter("{{ item }}", [item])).toMatchObject({ [where]: [item] });
});

test("a condition that is no expression holds for every item", async () => {
  expect(await filter(true, [1])).toEqual({ kept: [1], dropped: [] });
  expect(await filter("", [1])).toEqual({ kept: [], dropped: [1] });
});

test("names the field when the condition fails for an item", async () => {
  await expect(filter("{{ item.customer.name }}", [{ customer: null }])).rejects.toMatchObject({
    code: "null_member",
    path: "condition",
  });
});

test("refuses what is no list", async () => {
  await expect(filter("{{ item }}", "abc")).rejects.toMatchObject({ code: "invalid_input" });
});
