import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { fileReference } from "../../files/file-reference.ts";
import { searchSchema } from "../../rag/retrieval/search-options.ts";
import { makePdf } from "../../rag/testing/make-pdf.ts";
import { type OpenKnowledge, openKnowledge } from "../../rag/testing/open-knowledge.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

let open: OpenKnowledge;
const files = createMemoryFileStore();
beforeAll(async () => {
  open = await openKnowledge();
  await open.fill("Notes", {});
});
afterAll(() => open.close());

const add = async (config: JsonObject, input: Json = null) => {
  const call = { config: { base: "Notes", ...config }, input, knowledge: open.knowledge, files };
  const { output } = await runNode(executor, call);
  return (output as { document: { id: string; name: string; state: string; chunks: number } }).document;
};
const find = async (query: string) =>
  (await open.knowledge.search("Notes", searchSchema.parse({ query, mode: "keyword" }))).results;

test("a text can be found as soon as the node is done", async () => {
  const document = await add({ content: "# Doors\n\nThe north door sticks.", name: "Doors", metadata: { floor: 1 } });
  expect(document).toMatchObject({ name: "Doors", state: "ready", chunks: 1 });
  expect(await find("sticks")).toMatchObject([{ document: { id: document.id, metadata: { floor: 1 } } }]);
});

test("repeated, it is one document; under its key other content takes its place", async () => {
  const first = await add({ content: "Kettle in the kitchen.", key: "kettle" });
  expect(await add({ content: "Kettle in the kitchen.", key: "kettle" })).toMatchObject({ id: first.id });
  const second = await add({ content: "Kettle in the hall.", key: "kettle" });
  expect(second.id).not.toBe(first.id);
  expect(await find("kettle")).toMatchObject([{ text: "Kettle in the hall." }]);
});

test("a file is read for what it is", async () => {
  const pdf = await files.put(
    "ws_test",
    { name: "a.pdf", mediaType: "application/pdf" },
    makePdf(["Invoices go to Ada."]),
  );
  expect(await add({ content: "{{ input }}" }, fileReference(pdf))).toMatchObject({ name: "a.pdf", state: "ready" });
  expect((await find("invoices"))[0]?.pages).toEqual({ from: 1, to: 1 });
});

test("data is added as JSON; without waiting it goes on at once", async () => {
  expect(await add({ content: { colour: "turquoise" } })).toMatchObject({ state: "ready" });
  expect(await find("turquoise")).toHaveLength(1);
  expect((await add({ content: "Later.", wait: false })).state).toBe("waiting");
});

test("what cannot be read fails with why", async () => {
  const broken = await files.put("ws_test", { name: "a.pdf", mediaType: "application/pdf" }, Buffer.from("none"));
  await expect(add({ content: "{{ input }}" }, fileReference(broken))).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/called a pdf file/),
  });
  await expect(add({ content: "" })).rejects.toMatchObject({ code: "invalid_config" });
  await expect(add({ content: "x", metadata: { deep: { er: 1 } } })).rejects.toMatchObject({ code: "invalid_config" });
  await expect(add({ content: "x", base: "No such" })).rejects.toMatchObject({ code: "not_found" });
});
