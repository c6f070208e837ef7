import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as getDocument } from "../../app/api/v1/knowledge-bases/[id]/documents/[documentId]/route.ts";
import { POST as upload } from "../../app/api/v1/knowledge-bases/[id]/documents/route.ts";
import { POST as search } from "../../app/api/v1/knowledge-bases/[id]/search/route.ts";
import { POST as createBase } from "../../app/api/v1/knowledge-bases/route.ts";
import { type MilvusServer, startMilvusServer } from "../testing/milvus-server.ts";
import type { KnowledgeDocument } from "./contracts/knowledge.ts";
import type { RouteHandler } from "./route.ts";
import { ask, type Credentials, makeWorkspace, startTestApi, type TestApi } from "./testing/test-api.ts";

// Milvus goes while documents are taken in and questions are asked, and comes back.
let milvus: MilvusServer;
let api: TestApi;
let owner: Credentials;
beforeAll(async () => {
  milvus = await startMilvusServer();
  api = await startTestApi({ MILVUS_ADDRESS: milvus.address, HEDDLE_ALLOW_LOOPBACK: "1" });
  owner = await (await makeWorkspace(api, "home")).member("owner");
});
afterAll(async () => {
  await api?.close();
  await milvus?.close();
});

async function call<T>(
  handler: RouteHandler,
  method: string,
  path: string,
  params: object,
  body?: unknown,
): Promise<T> {
  const headers: Record<string, string> = { ...owner };
  let sent = body;
  if (body instanceof FormData) {
    const packed = new Response(body);
    headers["content-type"] = packed.headers.get("content-type") as string;
    sent = packed.body;
  }
  const address = `/api/v1/knowledge-bases${path}`;
  const response = await ask(handler, { method, path: address, params: { ...params }, headers, body: sent });
  return { httpStatus: response.status, ...(JSON.parse(await response.text()) as object) } as T;
}

test("what is under way waits for it, searches by words go on, and nothing has to be done when it is back", async () => {
  const { id } = await call<{ id: string }>(
    createBase,
    "POST",
    "",
    {},
    { name: "Base", model: "demo/embedder", language: "english" },
  );
  const put = async (name: string, text: string) => {
    const form = new FormData();
    form.append("file", new Blob([text]), name);
    const { items } = await call<{ items: KnowledgeDocument[] }>(upload, "POST", `/${id}/documents`, { id }, form);
    return (items[0] as KnowledgeDocument).id;
  };
  const read = (documentId: string) =>
    call<KnowledgeDocument>(getDocument, "GET", `/${id}/documents/${documentId}`, { id, documentId });
  const find = async (query: string, mode: string) => {
    const found = await call<{
      httpStatus: number;
      code?: string;
      message?: string;
      results?: { document: { name: string } }[];
    }>(search, "POST", `/${id}/search`, { id }, { query, mode });
    return { ...found, names: found.results?.map(({ document }) => document.name).sort() };
  };
  const patience = { timeout: 25_000 };
  const before = await put("before.txt", "The harvest of the north was small.");
  await expect.poll(async () => (await read(before)).state, patience).toBe("ready");
  expect(await find("harvest", "vector")).toMatchObject({ names: ["before.txt"] });

  const { store } = milvus;
  await milvus.close();
  const during = await put("during.txt", "The harvest of the south was large.");
  await expect.poll(async () => (await read(during)).problem, patience).toMatch(/Milvus|index/i);
  expect((await read(during)).state).toBe("embedding");
  for (const mode of ["vector", "hybrid"]) {
    expect(await find("harvest", mode)).toMatchObject({ httpStatus: 503, code: "search_failed" });
  }
  expect(await find("harvest", "keyword")).toMatchObject({ httpStatus: 200, names: ["before.txt", "during.txt"] });

  const port = Number(milvus.address.split(":")[1]);
  milvus = await startMilvusServer({ port, store });
  await expect.poll(async () => (await read(during)).state, patience).toBe("ready");
  expect(await read(during)).toMatchObject({ problem: null });
  await expect
    .poll(async () => (await find("harvest", "vector")).names, patience)
    .toEqual(["before.txt", "during.txt"]);
}, 90_000);
