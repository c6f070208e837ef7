import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { files } from "#db/schema/files.ts";
import { GET as listChunks } from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/chunks/route.ts";
import { GET as getOriginal } from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/original/route.ts";
import { GET as listDocuments, POST as upload } from "../../app/api/v1/knowledge-bases/[id]/documents/route.ts";
import { POST as reembed, DELETE as stopEmbedding } from "../../app/api/v1/knowledge-bases/[id]/embedding/route.ts";
import { GET as getBase } from "../../app/api/v1/knowledge-bases/[id]/route.ts";
import { POST as search } from "../../app/api/v1/knowledge-bases/[id]/search/route.ts";
import { POST as importUrl } from "../../app/api/v1/knowledge-bases/[id]/urls/route.ts";
import { POST as createBase } from "../../app/api/v1/knowledge-bases/route.ts";
import { POST as readText } from "../../app/api/v1/knowledge-texts/route.ts";
import { POST as createWorkflow } from "../../app/api/v1/workflows/route.ts";
import { limits } from "../config/limits.ts";
import { makePdf } from "../rag/testing/make-pdf.ts";
import type { KnowledgeBase, KnowledgeChunk, KnowledgeDocument, KnowledgeUse } from "./contracts/knowledge.ts";
import type { RouteHandler } from "./route.ts";
import { ask, type Credentials, makeWorkspace, startTestApi, type TestApi } from "./testing/test-api.ts";

let api: TestApi;
let owner: Credentials;
let workspaceId: string;
let id: string;
const name = () => `Base ${Math.random()}`;
let baseName: string;
beforeAll(async () => {
  api = await startTestApi();
  const home = await makeWorkspace(api, "home");
  workspaceId = home.id;
  owner = await home.member("owner");
});
afterAll(() => api?.close());
beforeEach(async () => {
  baseName = name();
  const body = { name: baseName, model: "demo/embedder", settings: { size: 60, overlap: 20 } };
  id = (await json<{ id: string }>(call(createBase, "POST", "", { body }))).id;
});

interface More {
  body?: unknown;
  params?: Record<string, string>;
  headers?: Record<string, string>;
}
const call = (handler: RouteHandler, method: string, path: string, more: More = {}) =>
  ask(handler, {
    method,
    path: `/api/v1/knowledge-bases${path}`,
    ...more,
    params: { id, ...more.params },
    headers: { ...owner, ...more.headers },
  });
async function json<T>(response: Promise<Response>): Promise<T & { status?: number; code?: string }> {
  return (await response).json() as Promise<T & { status?: number; code?: string }>;
}
function formOf(contents: Record<string, string | Uint8Array>): More {
  const form = new FormData();
  for (const [file, content] of Object.entries(contents)) form.append("file", new Blob([content as BlobPart]), file);
  const packed = new Response(form);
  return { body: packed.body, headers: { "content-type": packed.headers.get("content-type") as string } };
}
type Uploaded = KnowledgeDocument & { added: boolean };
const send = async (contents: Record<string, string | Uint8Array>) =>
  (await json<{ items: Uploaded[] }>(call(upload, "POST", `/${id}/documents`, formOf(contents)))).items;
const list = async (query = "") =>
  (await json<{ items: KnowledgeDocument[] }>(call(listDocuments, "GET", `/${id}/documents${query}`))).items;
const base = (query = "") => json<KnowledgeBase & { usedBy?: KnowledgeUse[] }>(call(getBase, "GET", `/${id}${query}`));
const idle = () => expect.poll(async () => (await base()).working, { timeout: 20_000 }).toBe(0);
const stored = () => api.host.db.withWorkspace({ workspaceId }, (tx) => tx.select({ name: files.name }).from(files));

test("documents are told apart by state and by name, and their base counts them", async () => {
  await send({ "Prices 100%.txt": "A cup is three euros.", "Opening.txt": "We open at eight." });
  await send({ "broken.json": "{nothing" });
  await idle();
  expect(await base()).toMatchObject({ documents: 3, working: 0, failed: 1, chunks: 2 });
  const names = async (query: string) => (await list(query)).map((document) => document.name).sort();
  expect(await names("?state=failed")).toEqual(["broken.json"]);
  expect(await names("?state=ready")).toEqual(["Opening.txt", "Prices 100%.txt"]);
  expect(await names("?state=working")).toEqual([]);
  expect(await names("?search=PRICES")).toEqual(["Prices 100%.txt"]);
  // A sign of patterns is a sign like any other.
  expect(await names("?search=%25")).toEqual(["Prices 100%.txt"]);
  const [ready] = await list("?state=ready");
  expect(ready).toMatchObject({ chunks: 1, chunksEmbedded: 1, chunksDone: 1 });
  const { changedAt, updatedAt } = await base();
  expect(changedAt > updatedAt).toBe(true);
});

test("passages say what they share, and are listed from a number, a place or one of them", async () => {
  const text = Array.from({ length: 60 }, (_, n) => `Sentence number ${n} is about the harvest.`).join(" ");
  const [document] = await send({ "long.txt": text });
  const documentId = document?.id as string;
  await idle();
  const chunks = async (query: string) =>
    (
      await json<{ items: KnowledgeChunk[] }>(
        call(listChunks, "GET", `/${id}/documents/${documentId}/chunks?limit=100${query}`, { params: { documentId } }),
      )
    ).items;
  const all = await chunks("");
  expect(all.length).toBeGreaterThan(4);
  expect(all[0]?.shared).toBe(0);
  for (const [index, chunk] of all.slice(1).entries()) {
    expect(chunk.shared).toBeGreaterThan(0);
    expect(all[index]?.text.endsWith(chunk.text.slice(0, chunk.shared))).toBe(true);
  }
  const numbers = async (query: string) => (await chunks(query)).map(({ number }) => number);
  expect((await numbers("&from=3"))[0]).toBe(3);
  expect((await numbers(`&passage=${all[2]?.id}`))[0]).toBe(2);
  expect((await numbers(`&at=${(all[4]?.from ?? 0) + 1}`))[0]).toBe(4);
  // One that was read again since has other passages.
  expect((await numbers(`&passage=chk_${"0".repeat(26)}`))[0]).toBe(0);
});

test("the original comes back as it was sent; an address that was not read has none", async () => {
  const pdf = makePdf(["Espresso."]);
  const [document] = await send({ "a.pdf": pdf });
  const original = (documentId: string) =>
    call(getOriginal, "GET", `/${id}/documents/${documentId}/original`, { params: { documentId } });
  const answer = await original(document?.id as string);
  expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
  expect(answer.headers.get("content-disposition")).toContain("a.pdf");
  const body = { url: "http://169.254.169.254/x" };
  const unread = await json<KnowledgeDocument>(call(importUrl, "POST", `/${id}/urls`, { body }));
  expect(await json(original(unread.id))).toMatchObject({ status: 404, code: "file_not_found" });
});

test("a file is read to try how it would be cut, and not kept", async () => {
  const before = await stored();
  const read = (contents: Record<string, string | Uint8Array>) =>
    json<Record<string, unknown>>(call(readText, "POST", "", formOf(contents)));
  expect(await read({ "a.md": "# Roast\n\nHot." })).toEqual({
    name: "a.md",
    text: "# Roast\n\nHot.",
    characters: 13,
    headings: [{ at: 0, level: 1, title: "Roast" }],
    pages: [],
  });
  expect(await read({ "a.pdf": makePdf(["One.", "Two."]) })).toMatchObject({ pages: [0, 6] });
  expect(await read({ "a.pdf": "nonsense" })).toMatchObject({ status: 422, code: "unreadable_file" });
  expect(await read({})).toMatchObject({ status: 422, code: "invalid_upload" });
  expect(await stored()).toEqual(before);
});

test("the same file twice is one document, also at once", async () => {
  const contents = { "a.txt": `The same ${Math.random()}.` };
  const sent = (await Promise.all([1, 2, 3, 4].map(() => send(contents)))).flat();
  expect(new Set(sent.map((document) => document.id)).size).toBe(1);
  expect(sent.map(({ added }) => added).sort()).toEqual([false, false, false, true]);
  expect(await list()).toHaveLength(1);
  const [again] = await send(contents);
  expect(again?.added).toBe(false);
});

test("a file of 500 MB is refused long before its end, and nothing of it stays", async () => {
  const before = await stored();
  const MIB = 1024 * 1024;
  let pulled = 0;
  const mark = "----mark";
  const head = `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="huge.txt"\r\n\r\n`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(head)),
    pull(controller) {
      pulled += MIB;
      if (pulled > 500 * MIB) controller.close();
      else controller.enqueue(new Uint8Array(MIB).fill(97));
    },
  });
  const headers = { "content-type": `multipart/form-data; boundary=${mark}` };
  expect(await json(call(upload, "POST", `/${id}/documents`, { body, headers }))).toMatchObject({
    status: 413,
    code: "file_too_large",
  });
  expect(pulled).toBeGreaterThan(limits.documentFileBytes);
  expect(pulled).toBeLessThan(limits.documentFileBytes + 32 * MIB);
  await expect.poll(stored).toEqual(before);
  expect(await list()).toEqual([]);
});

test("a base is embedded with another model, once at a time; who gives it up keeps the one there is", async () => {
  await send({ "a.txt": "Espresso is brewed under pressure." });
  await idle();
  const change = (body: object) => json<KnowledgeBase>(call(reembed, "POST", `/${id}/embedding`, { body }));
  const stop = () => json<KnowledgeBase>(call(stopEmbedding, "DELETE", `/${id}/embedding`));
  const { reembedding } = await change({ model: "demo/nobody" });
  expect(reembedding).toMatchObject({ model: "demo/nobody", done: 0, total: 1 });
  await expect.poll(async () => (await base()).reembedding?.failed, { timeout: 20_000 }).toBe(true);
  expect((await base()).reembedding?.problem).toMatch(/nobody/);
  expect(await stop()).toMatchObject({ model: "demo/embedder", reembedding: null });
  await change({ model: "demo/embedder", dimensions: 8 });
  await expect.poll(async () => (await base()).dimensions, { timeout: 20_000 }).toBe(8);
  expect((await base()).reembedding).toBeNull();
  const body = { query: "espresso", mode: "vector" };
  const found = await json<{ results: unknown[] }>(call(search, "POST", `/${id}/search`, { body }));
  expect(found.results).toHaveLength(1);
});

test("a base says which workflows name it, by its id or its name", async () => {
  const workflow = async (title: string, base: string) => {
    const position = { x: 0, y: 0 };
    const config = { base, query: "{{ input.q }}" };
    const start = { id: "n_1", key: "start", type: "manual.trigger", version: 1, position, config: {} };
    const find = {
      id: "n_2",
      key: "find",
      label: "Look it up",
      type: "knowledge.retrieve",
      version: 1,
      position,
      config,
    };
    const document = { schemaVersion: 1, nodes: [start, find], edges: [] };
    const body = { name: title, document };
    const made = await ask(createWorkflow, { method: "POST", path: "/api/v1/workflows", body, headers: owner });
    expect(made.status).toBe(201);
  };
  await workflow("By id", id);
  await workflow("By name", ` ${baseName.toUpperCase()}`);
  await workflow("Another", `${baseName} 2`);
  const { usedBy } = await base("?uses=true");
  expect(usedBy?.map((use) => use.workflow.name)).toEqual(["By id", "By name"]);
  expect(usedBy?.[0]).toMatchObject({ nodes: ["Look it up"], published: false });
});
