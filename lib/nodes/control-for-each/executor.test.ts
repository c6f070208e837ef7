import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import { documentOf, forEach, set, within } from "../../runs/testing/documents.ts";
import type { RuntimeHarness } from "../../runs/testing/harness.ts";
import { memoryHarness } from "../../runs/testing/memory-harness.ts";
import { complaintAbout } from "../testing.ts";
import { definition } from "./definition.ts";

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await memoryHarness();
});
afterAll(() => harness.close());

async function loopOver(items: Json, input: Json = null): Promise<Json> {
  const nodes = { loop: forEach(items), twice: within("loop", set({ i: "{{ index }}", item: "{{ item }}" })) };
  const run = await harness.start(documentOf(nodes, ["start > loop"]), input);
  const answer = await run.answer;
  return answer.kind === "output" ? answer.output : (answer as unknown as Json);
}

test("goes through a list in order", async () => {
  expect(await loopOver("{{ trigger }}", ["a", "b"])).toEqual({
    results: [
      { i: 0, item: "a" },
      { i: 1, item: "b" },
    ],
    errors: [],
  });
});

test("goes through an object by its entries", async () => {
  expect(await loopOver("{{ trigger }}", { a: 1 })).toEqual({
    results: [{ i: 0, item: { key: "a", value: 1 } }],
    errors: [],
  });
});

test.each([[[]], [{}], [null]])("has no results without items (%j)", async (items) => {
  expect(await loopOver("{{ trigger }}", items)).toEqual({ results: [], errors: [] });
});

test("refuses what is neither, in words", async () => {
  expect(await loopOver("{{ trigger }}", 7)).toMatchObject({
    kind: "failed",
    error: { code: "invalid_config", node: "loop" },
  });
  expect(await loopOver("{{ trigger }}", new Array(100_001).fill(0))).toMatchObject({ error: { code: "quota" } });
});

test("knows how many may run at a time", () => {
  expect(complaintAbout(definition, { concurrency: 0 })).toBe("concurrency: Run at least one at a time.");
  expect(complaintAbout(definition, { onItemError: "ignore" })).toBe(
    "onItemError: Choose what happens to an item that fails.",
  );
});
