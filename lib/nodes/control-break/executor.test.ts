import { afterAll, beforeAll, expect, test } from "vitest";
import { documentOf, forEach, set, within } from "../../runs/testing/documents.ts";
import type { RuntimeHarness } from "../../runs/testing/harness.ts";
import { memoryHarness } from "../../runs/testing/memory-harness.ts";

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await memoryHarness();
});
afterAll(() => harness.close());

test("ends the innermost loop, with its input as the result of the item", async () => {
  const nodes = {
    outer: forEach("{{ trigger }}"),
    inner: within("outer", forEach("{{ item }}")),
    found: within("inner", { type: "control.if", config: { condition: "{{ item > 10 }}" } }),
    leave: within("inner", { type: "control.break" }),
    small: within("inner", set({ small: "{{ item }}" })),
  };
  const document = documentOf(nodes, ["start > outer", "found.true > leave", "found.false > small"]);
  const run = await harness.start(document, [[1, 11, 2], [3]]);
  expect(await run.answer).toMatchObject({
    output: { results: [{ results: [{ small: 1 }, 11, null] }, { results: [{ small: 3 }] }] },
  });
});
