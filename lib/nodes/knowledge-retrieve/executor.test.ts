import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../engine/compile/compile.ts";
import type { JsonObject } from "../../engine/json.ts";
import { type OpenKnowledge, openKnowledge } from "../../rag/testing/open-knowledge.ts";
import { catalogue } from "../catalog.ts";
import { runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

let open: OpenKnowledge;
beforeAll(async () => {
  open = await openKnowledge();
  await open.fill("Handbook", {});
  const add = (name: string, text: string, metadata: Record<string, string | number>) =>
    open.knowledge.add("Handbook", { name, key: name, mediaType: "text/plain", content: Buffer.from(text), metadata });
  const added = [
    await add("old", "The harvest of the north was small.", { year: 2019, region: "north" }),
    await add("new", "The harvest of the south was large.", { year: 2024, region: "south" }),
  ];
  for (const one of added) while ((await open.knowledge.status(one)).state !== "ready") await sleep(20);
});
afterAll(() => open.close());

const find = async (config: JsonObject) => {
  const { output } = await runNode(executor, {
    config: { base: "handbook", query: "harvest", ...config },
    knowledge: open.knowledge,
  });
  return output as { text: string; passages: { document: { name: string } }[] };
};

test("passages are numbered, with their sources", async () => {
  const { text, passages } = await find({ query: "a large harvest" });
  expect(text).toBe("[1] new\nThe harvest of the south was large.\n\n[2] old\nThe harvest of the north was small.");
  const link = expect.stringMatching(/^http:\/\/heddle\.test\/knowledge\/documents\/doc_\w+\?at=0$/);
  expect(passages).toMatchObject([{ number: 1, from: 0, to: 35, pages: null, link }, { number: 2 }]);
});

test.each([
  [{ field: "year", value: "2019" }, ["old"]],
  [{ field: "year", value: 2024 }, ["new"]],
  [{ field: "year", operator: "at-least", value: "2020" }, ["new"]],
  [{ field: "region", operator: "one-of", value: "south, west" }, ["new"]],
  [{ field: "region", operator: "is-not", value: "south" }, ["old"]],
  [{ field: "colour", operator: "exists", value: "" }, []],
  [{ field: "", value: "" }, ["new", "old"]],
])("narrowed by %o", async (condition, expected) => {
  const { passages } = await find({ filter: [condition] });
  expect(passages.map(({ document }) => document.name).sort()).toEqual(expected);
});

test("reranked by what was chosen, or by nothing", async () => {
  const query = "a large harvest";
  const { passages } = await find({ query, rerank: "provider", reranker: "demo/reranker" });
  expect(passages.map(({ document }) => document.name)).toEqual(["new", "old"]);
  const over = { query, rerank: "provider", reranker: "demo/reranker" };
  expect((await find({ ...over, minRelevance: "0.99" })).passages).toEqual([]);
  expect(await find({ ...over, minRelevance: "" })).toMatchObject({ notes: [], passages: [{}, {}] });
  const unset = { code: "invalid_config", details: { field: "reranker" } };
  await expect(find({ rerank: "provider", rerankModel: "demo/writer" })).rejects.toMatchObject(unset);
  // Chosen once, but turned off since.
  expect((await find({ query, reranker: "nobody/x" })).passages).toHaveLength(2);
});

test("what cannot be is told in words", async () => {
  await expect(find({ base: "No such" })).rejects.toMatchObject({ code: "not_found", retry: "never" });
  await expect(find({ filter: [{ field: "year", operator: "is", value: { deep: 1 } }] })).rejects.toMatchObject({
    code: "invalid_config",
  });
});

test("until a base is chosen it warns; without one it says what to do", async () => {
  const compiled = (config: JsonObject) => {
    const nodes = [
      { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
      { id: "find", key: "find", type: "knowledge.retrieve", version: 1, config: { query: "x", ...config } },
    ];
    const edge = { id: "e", source: "start", sourcePort: "out", target: "find", targetPort: "in" };
    const result = compile({ schemaVersion: 1, nodes, edges: [edge] }, catalogue);
    return result.ok ? result.warnings : result.problems;
  };
  expect(compiled({ base: "Handbook" })).toEqual([]);
  expect(compiled({ base: "" })).toMatchObject([
    { code: "knowledge_base_missing", severity: "warning", nodeId: "find", field: "base" },
  ]);
  await expect(find({ base: "" })).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/No knowledge base is chosen/),
  });
  await expect(find({ base: "Nobody's" })).rejects.toMatchObject({ message: expect.stringMatching(/“Nobody/) });
});

test("a card tells how it searches, and the base where its name is known", () => {
  const describe = definition.describe as (config: JsonObject) => string;
  expect(describe({ base: `kb_${"0".repeat(26)}`, mode: "hybrid", count: 6 })).toBe("Hybrid · best 6");
  expect(describe({ base: "Handbook", mode: "keyword", count: 3 })).toBe("Handbook · By words · best 3");
});
