import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as listChunks } from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/chunks/route.ts";
import { POST as repeat } from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/repeat/route.ts";
import {
  DELETE as deleteDocument,
  GET as getDocument,
} from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/route.ts";
import { GET as listDocuments, POST as upload } from "../../app/api/v1/knowledge-bases/[id]/documents/route.ts";
import { DELETE as deleteBase, GET as getBase } from "../../app/api/v1/knowledge-bases/[id]/route.ts";
import { POST as search } from "../../app/api/v1/knowledge-bases/[id]/search/route.ts";
import { POST as importUrl } from "../../app/api/v1/knowledge-bases/[id]/urls/route.ts";
import { POST as createBase } from "../../app/api/v1/knowledge-bases/route.ts";
import { makePdf } from "../rag/testing/make-pdf.ts";
import { type MilvusServer, startMilvusServer } from "../testing/milvus-server.ts";
import type { KnowledgeDocument } from "./contracts/knowledge.ts";
import type { RouteHandler } from "./route.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

let milvus: MilvusServer;
beforeAll(async () => {
  milvus = await startMilvusServer();
});
afterAll(() => milvus.close());

describe.each(["built-in", "Milvus"])("with the %s index", (name) => {
  let api: TestApi;
  let home: TestWorkspace;
  let owner: Credentials;
  let id: string;
  beforeAll(async () => {
    const address: Record<string, string> = name === "Milvus" ? { MILVUS_ADDRESS: milvus.address } : {};
    api = await startTestApi({ ...address, HEDDLE_ALLOW_LOOPBACK: "1" });
    home = await makeWorkspace(api, "home");
    owner = await home.member("owner");
  });
  afterAll(() => api?.close());
  beforeEach(async () => {
    const body = { name: `Base ${Math.random()}`, model: "demo/embedder", language: "english" };
    id = (await call<{ id: string }>(createBase, "POST", "", { body })).id;
  });

  async function call<T>(
    handler: RouteHandler,
    method: string,
    path: string,
    more: { body?: unknown; params?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const address = `/api/v1/knowledge-bases${path}`;
    const response = await ask(handler, {
      method,
      path: address,
      ...more,
      params: { id, ...more.params },
      headers: { ...owner, ...more.headers },
    });
    const text = await response.text();
    return { httpStatus: response.status, ...(text && JSON.parse(text)) } as T;
  }
  /** Sends files as a browser does. */
  async function send<T = { items: KnowledgeDocument[] }>(
    files: Record<string, string | Uint8Array>,
    metadata?: string,
  ): Promise<T> {
    const form = new FormData();
    if (metadata !== undefined) form.set("metadata", metadata);
    for (const [file, content] of Object.entries(files)) form.append("file", new Blob([content as BlobPart]), file);
    const packed = new Response(form);
    return call(upload, "POST", `/${id}/documents`, {
      body: packed.body,
      headers: { "content-type": packed.headers.get("content-type") as string },
    });
  }
  const one = (documentId: string) =>
    call<KnowledgeDocument & { httpStatus: number }>(getDocument, "GET", `/${id}/documents/${documentId}`, {
      params: { documentId },
    });
  async function settled(documentId: string): Promise<KnowledgeDocument> {
    return expect
      .poll(async () => ["ready", "failed"].includes((await one(documentId)).state), { timeout: 20_000 })
      .toBe(true)
      .then(() => one(documentId));
  }
  async function put(files: Record<string, string | Uint8Array>, metadata?: string): Promise<KnowledgeDocument[]> {
    const { items } = await send(files, metadata);
    return Promise.all(items.map((document) => settled(document.id)));
  }
  const find = (body: object) =>
    call<{
      httpStatus: number;
      results: {
        text: string;
        context: string;
        pages: unknown;
        document: { id: string; name: string };
        stages: Record<string, { rank: number } | null>;
      }[];
    }>(search, "POST", `/${id}/search`, { body });
  /** Rows with anything of a document, in every table; as the owner of the database. */
  async function traces(value: string): Promise<string[]> {
    const client = new pg.Client(api.database.owner);
    await client.connect();
    const { rows } = await client.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    const found: string[] = [];
    for (const { table_name: table } of rows) {
      const { rowCount } = await client.query(`select from ${table} t where strpos(t::text, $1) > 0 limit 1`, [value]);
      if (rowCount) found.push(table);
    }
    await client.end();
    return found.sort();
  }

  test("files become passages that are found and cited by page", async () => {
    const [pdf, text] = await put({
      "a.pdf": makePdf(["Espresso is brewed under pressure.", "Tea is steeped."]),
      "b.txt": "Beans are roasted.",
    });
    expect(pdf).toMatchObject({ state: "ready", pages: 2, problem: null, chunks: 1, chunksDone: 1 });
    expect(text).toMatchObject({ state: "ready", source: "upload", size: 18, pages: null });
    const { results } = await find({ query: "How is espresso brewed?" });
    expect(results[0]).toMatchObject({
      document: { id: pdf?.id, name: "a.pdf" },
      pages: { from: 1, to: 2 },
      stages: { vector: { rank: 1 }, keyword: { rank: 1 }, merged: { rank: 1, score: 2 / 61 } },
    });
    const base = await call<{ dimensions: number; documents: number; chunks: number }>(getBase, "GET", `/${id}`);
    expect(base).toMatchObject({ dimensions: 256, documents: 2, chunks: 2 });
  });

  test("a search may be reranked by those who may write; every stage tells its places", async () => {
    await put({ "days.txt": "Everybody has 25 days of holiday.", "desks.txt": "Desks are shared on all days." });
    const rerank = { by: "provider", model: "demo/reranker" };
    const body = { query: "days of holiday", rerank };
    expect(await find(body)).toMatchObject({
      candidates: { vector: 2, keyword: 2, reranked: 2 },
      ms: { rerank: expect.any(Number) },
      notes: [],
      results: [
        { document: { name: "days.txt" }, stages: { merged: { rank: 1 }, reranked: { rank: 1 } } },
        { document: { name: "desks.txt" }, stages: { merged: { rank: 2 }, reranked: { rank: 2 } } },
      ],
    });
    const viewer = await home.member("viewer");
    const asViewer = (asked: object) => call(search, "POST", `/${id}/search`, { body: asked, headers: viewer });
    expect(await asViewer({ query: "holiday" })).toMatchObject({ httpStatus: 200, notes: [] });
    expect(await asViewer(body)).toMatchObject({ httpStatus: 403, code: "not_allowed" });
    expect(await find({ ...body, rerank: { ...rerank, by: "magic" } })).toMatchObject({ httpStatus: 422 });
  });

  test("each way of searching, filters and thresholds", async () => {
    await put({ "old.txt": "The coffee harvest of the north." }, '{"year":2019,"tags":["north"]}');
    await put({ "new.txt": "The coffee harvest of the south." }, '{"year":2024,"tags":["south"]}');
    const names = async (more: object) =>
      (await find({ query: "coffee north", ...more })).results.map(({ document }) => document.name);
    expect(await names({})).toEqual(["old.txt", "new.txt"]);
    expect((await find({ query: "harvesting", mode: "keyword" })).results).toHaveLength(2);
    expect((await find({ query: "coffee", mode: "vector" })).results[0]?.stages).toMatchObject({
      keyword: null,
      merged: null,
    });
    expect(await names({ filter: [{ field: "year", operator: "at-least", value: 2020 }] })).toEqual(["new.txt"]);
    expect(await names({ filter: [{ field: "tags", value: "south" }] })).toEqual(["new.txt"]);
    expect(await names({ filter: [{ field: "year", operator: "is-not", value: 2024 }] })).toEqual(["old.txt"]);
    expect(await names({ filter: [{ field: "tags", operator: "one-of", value: ["south", "west"] }] })).toEqual([
      "new.txt",
    ]);
    expect(await names({ filter: [{ field: "colour", operator: "exists" }] })).toEqual([]);
    expect(await names({ mode: "vector", minSimilarity: 0.999 })).toEqual([]);
    expect(await names({ count: 1 })).toEqual(["old.txt"]);
    expect((await find({ query: " " })).httpStatus).toBe(422);
  });

  test("passages come with their neighbours, each word once", async () => {
    const sentences = Array.from(
      { length: 120 },
      (_, n) => `Sentence number ${n} speaks about the harvest of that year.`,
    );
    const [document] = await put({ "long.txt": sentences.join(" ") });
    const { items } = await call<{ items: { text: string; number: number; from: number; to: number }[] }>(
      listChunks,
      "GET",
      `/${id}/documents/${document?.id}/chunks`,
      { params: { documentId: document?.id as string } },
    );
    expect(items.length).toBeGreaterThan(2);
    const { results } = await find({ query: items[1]?.text, count: 1, neighbours: 1 });
    expect(results[0]?.text).toBe(items[1]?.text);
    expect(results[0]?.context).toBe(sentences.join(" ").slice(items[0]?.from, items[2]?.to));
  });

  test("the same content is one document; it fails in words, and can be repeated", async () => {
    const [first] = await put({ "a.txt": "The same." });
    const [again] = await put({ "b.txt": "The same." });
    expect(again?.id).toBe(first?.id);
    const [broken] = await put({ "c.json": "{nothing" });
    expect(broken).toMatchObject({ state: "failed", problem: expect.stringMatching(/not JSON/) });
    await call(repeat, "POST", `/${id}/documents/${first?.id}/repeat`, { params: { documentId: first?.id as string } });
    expect(await settled(first?.id as string)).toMatchObject({ state: "ready", chunksDone: 1 });
    expect((await find({ query: "same" })).results).toHaveLength(1);
  });

  test("a page is read from its address, through the gate", async () => {
    const server = createServer((_, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<main><h1>Prices</h1><p>A cup is three euros.</p></main>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { id: documentId } = await call<KnowledgeDocument>(importUrl, "POST", `/${id}/urls`, {
      body: { url: `http://127.0.0.1:${port}/prices` },
    });
    const document = await settled(documentId);
    server.close();
    expect(document).toMatchObject({ state: "ready", source: "url", mediaType: "text/html" });
    expect((await find({ query: "euros for a cup" })).results[0]?.text).toContain("three euros");
    const refused = await call<KnowledgeDocument>(importUrl, "POST", `/${id}/urls`, {
      body: { url: "http://169.254.169.254/latest" },
    });
    expect((await settled(refused.id)).state).toBe("failed");
  });

  test("a deleted document leaves no trace, in the database or the index", async () => {
    const word = `w${Math.random().toString(36).slice(2)}`;
    const [gone, stays] = await put({ [`${word}.txt`]: `Secret ${word}.`, "stays.txt": "Nothing of that." });
    expect((await find({ query: word })).results[0]?.document.id).toBe(gone?.id);
    // It was there to be found.
    expect(await traces(word)).toEqual(["files", "knowledge_chunks", "knowledge_documents"]);
    await call(deleteDocument, "DELETE", `/${id}/documents/${gone?.id}`, {
      params: { documentId: gone?.id as string },
    });
    const { results } = await find({ query: word, mode: "vector" });
    expect(results.map(({ document }) => document.id)).toEqual([stays?.id]);
    await expect.poll(() => traces(gone?.id as string), { timeout: 20_000 }).toEqual([]);
    expect(await traces(word)).toEqual([]);
    if (name === "Milvus") {
      const rows = [...milvus.store.find("kb_cosine_256").rows.values()];
      expect(rows.some((row) => row.document_id === stays?.id)).toBe(true);
      expect(rows.some((row) => row.document_id === gone?.id)).toBe(false);
    }
    await call(deleteBase, "DELETE", `/${id}`);
    await expect.poll(() => traces(id), { timeout: 20_000 }).toEqual([]);
    expect(await traces("Nothing of that")).toEqual([]);
    expect((await find({ query: word })).httpStatus).toBe(404);
  });

  test("forms that do not fit are refused", async () => {
    expect(await send({})).toMatchObject({ httpStatus: 422, code: "invalid_upload" });
    expect(await send({ "a.txt": "x" }, '{"deep":{}}')).toMatchObject({ httpStatus: 422, code: "invalid_upload" });
    const plain = await call(upload, "POST", `/${id}/documents`, {
      body: "hello",
      headers: { "content-type": "text/plain" },
    });
    expect(plain).toMatchObject({ httpStatus: 415 });
    const { items } = await call<{ items: unknown[] }>(listDocuments, "GET", `/${id}/documents`);
    expect(items).toEqual([]);
  });
});
