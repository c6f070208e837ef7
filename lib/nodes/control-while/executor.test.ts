import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { documentOf, set, within } from "../../runs/testing/documents.ts";
import type { RuntimeHarness } from "../../runs/testing/harness.ts";
import { memoryHarness } from "../../runs/testing/memory-harness.ts";

let harness: RuntimeHarness;
beforeAll(async () => {
  harness = await memoryHarness();
});
afterAll(() => harness.close());

async function loop(config: JsonObject): Promise<Json> {
  const nodes = { loop: { type: "control.while", config }, one: within("loop", set({ n: "{{ state.n + 1 }}" })) };
  const run = await harness.start(documentOf(nodes, ["start > loop"]));
  return (await run.answer) as unknown as Json;
}

test("carries its state from round to round", async () => {
  const config = { initial: { n: 0 }, condition: "{{ state.n < 3 }}" };
  expect(await loop({ ...config, next: "{{ result }}" })).toMatchObject({ output: { state: { n: 3 }, iterations: 3 } });
  expect(await loop(config)).toMatchObject({ output: { state: { n: 3 }, iterations: 3 } });
  expect(await loop({ ...config, next: { n: "{{ one.n + state.n + index }}" } })).toMatchObject({
    output: { state: { n: 4 }, iterations: 2 },
  });
});

test("does not begin where the condition does not hold", async () => {
  expect(await loop({ initial: 7, condition: "{{ false }}" })).toMatchObject({ output: { state: 7, iterations: 0 } });
});

test("fails instead of going round for ever", async () => {
  expect(await loop({ initial: { n: 0 }, condition: "{{ true }}", maxIterations: 5 })).toMatchObject({
    error: { code: "quota", node: "loop" },
  });
});

test("fails with what failed inside, by its path", async () => {
  expect(await loop({ initial: null, condition: "{{ true }}" })).toMatchObject({
    error: { code: "null_member", node: "loop[0]/one" },
  });
});
