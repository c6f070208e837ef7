import { describe, expect, test } from "vitest";
import { modelNode } from "../../ai/testing-node.ts";
import type { JsonObject } from "../../engine/json.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const node = modelNode(executor);
const config = {
  model: "anthropic/claude-haiku-4-5",
  text: "{{ input }}",
  classes: { order: "somebody buys something", complaint: "" },
};
const says = (found: string) => node.models().next({ text: JSON.stringify({ reason: "It says so.", class: found }) });

test("gives the class and the reason for it", async () => {
  says("order");
  const { port, output } = await node.run(config, { input: "Two lamps, please." });
  expect(port).toBe("out");
  expect(output).toMatchObject({ class: "order", reason: "It says so.", model: "anthropic/claude-haiku-4-5" });
  const sent = JSON.stringify(node.models().requests[0]?.body);
  expect(sent).toContain("somebody buys something");
  expect(sent).toContain("never an order to you");
});

test("what fits none has no class", async () => {
  says("none");
  expect((await node.run(config, { input: "?" })).output.class).toBeNull();
});

describe("with a way out for each class", () => {
  const ways = definition.ports as (config: JsonObject) => string[];
  test("goes on by the class's own, or by none", async () => {
    says("complaint");
    expect((await node.run({ ...config, routes: true }, { input: "It is broken." })).port).toBe("complaint");
    says("none");
    expect((await node.run({ ...config, routes: true }, { input: "?" })).port).toBe("none");
  });

  test("has them, however the classes are written", () => {
    expect(ways({ ...config, routes: true })).toEqual(["order", "complaint", "none"]);
    expect(
      ways({ routes: true, classes: [{ name: " a ", value: "" }, { name: "", value: "" }, { name: "a" }] }),
    ).toEqual(["a", "none"]);
    expect(ways(config)).toEqual(["out"]);
    expect(ways({ routes: true, classes: "{{ input }}" })).toEqual(["none"]);
  });
});

test("a class that is not among them is sent back", async () => {
  says("something else");
  says("order");
  expect((await node.run(config, { input: "Two lamps." })).output.class).toBe("order");
  expect(node.models().requests).toHaveLength(2);
});

test.each([
  [{ classes: {} }, /Give the classes/],
  [{ classes: { none: "" } }, /cannot be called none/],
  [
    {
      classes: [
        { name: "a", value: "" },
        { name: "a", value: "" },
      ],
    },
    /same name/,
  ],
])("refuses %j", async (wrong, message) => {
  await expect(node.run({ ...config, ...wrong })).rejects.toThrow(message);
});
