import { expect, test } from "vitest";
import { modelNode } from "../../ai/testing-node.ts";
import type { Json } from "../../engine/json.ts";
import executor from "./executor.ts";

const node = modelNode(executor);
const config = { model: "google/gemini-2.5-flash", text: "{{ input }}" };

test("gives the summary, and shows it while it is written", async () => {
  node.models().next({ text: "  They met. " });
  const seen: Json[] = [];
  const { output } = await node.run(config, { input: "We met on Monday.", emit: (delta) => seen.push(delta) });
  expect(output).toMatchObject({ summary: "They met.", model: "google/gemini-2.5-flash" });
  expect(seen).toHaveLength(2);
});

test.each([
  ["sentence", "in one sentence"],
  ["points", "one a line"],
])("says that it is to be a %s", async (length, words) => {
  await node.run({ ...config, length, focus: "Who pays.", language: "Dutch" }, { input: "A long story." });
  const sent = JSON.stringify(node.models().requests[0]?.body);
  for (const told of [words, "Who pays.", "Dutch", "A long story."]) expect(sent).toContain(told);
});
