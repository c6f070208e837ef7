import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../ids.ts";
import { type MilvusServer, startMilvusServer } from "../../testing/milvus-server.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "../testing/knowledge-world.ts";
import { describeVectorIndex } from "../testing/vector-index-contract.ts";
import { openMilvusVectorIndex } from "./adapters/milvus/milvus-vector-index.ts";
import { createPostgresVectorSource } from "./postgres-vector-source.ts";
import type { IndexScope, VectorIndex } from "./vector-index.ts";

describeVectorIndex("Milvus vector index on a stand-in", async () => {
  const server = await startMilvusServer();
  return {
    open: (source) => openMilvusVectorIndex(source, { address: server.address, afterglowMs: 0 }),
    close: () => server.close(),
  };
});

const real = process.env.MILVUS_ADDRESS;
if (real !== undefined) {
  describeVectorIndex(`Milvus vector index at ${real}`, async () => ({
    open: (source) => openMilvusVectorIndex(source, { address: real, afterglowMs: 0 }),
    close: async () => {},
  }));
}

describe("a Milvus that misbehaves", () => {
  const { signal } = new AbortController();
  let world: KnowledgeWorld;
  let server: MilvusServer;
  let index: VectorIndex;
  let scope: IndexScope;
  beforeAll(async () => {
    world = await startKnowledgeWorld();
    server = await startMilvusServer();
    const source = createPostgresVectorSource(world.db);
    index = await openMilvusVectorIndex(source, { address: server.address, afterglowMs: 0 });
    scope = await world.base();
    await index.upsert(scope, await world.write(scope, "doc_one", [[1, 0, 0]]), signal);
  });
  afterAll(async () => {
    await index?.close();
    await server?.close();
    await world?.close();
  });
  const find = () => index.search(scope, { vector: Float32Array.of(1, 0, 0), count: 5 }, signal);
  const collection = () => server.store.aliased("kb_cosine_3");

  test("a released collection is loaded again, to search and to delete", async () => {
    server.store.release(collection());
    expect(await find()).toHaveLength(1);
    await index.upsert(scope, await world.write(scope, "doc_two", [[0, 1, 0]]), signal);
    server.store.release(collection());
    await world.erase(scope, "doc_two");
    await index.removeDocuments(scope, ["doc_two"], signal);
    expect(await index.count(scope, signal)).toBe(1);
  });

  test("rows of others that it gives all the same are left out", async () => {
    const row = { workspace_id: newId("ws"), base_id: scope.baseId, document_id: "doc_x", vector: [1, 0, 0] };
    server.store.upsert(collection(), [{ ...row, id: "chk_foreign" }]);
    const { search } = server.store;
    // As if it did not look at the filter.
    server.store.search = (name, { filter: _, ...asked }, isStrong) =>
      search.call(server.store, name, { ...asked, filter: "" }, isStrong);
    const hits = await find();
    server.store.search = search;
    expect(hits.map(({ documentId }) => documentId)).toEqual(["doc_one"]);
  });

  test("its refusals are told in words", async () => {
    const { upsert } = server.store;
    server.store.upsert = () => {
      throw new Error("quota exceeded[reason=disk quota exceeded]");
    };
    const entries = await world.write(scope, "doc_three", [[0, 0, 1]]);
    await expect(index.upsert(scope, entries, signal)).rejects.toMatchObject({
      code: "upstream",
      message: expect.stringMatching(/disk quota/),
    });
    server.store.upsert = upsert;
  });

  test("what was lost is noticed, and built anew from where it was broken off", async () => {
    expect(await index.isIncomplete(scope, signal)).toBe(true);
    const cursors: string[] = [];
    const stop = new AbortController();
    const first = index.rebuild(scope, {
      cursor: null,
      signal: stop.signal,
      async onProgress(cursor) {
        cursors.push(cursor);
        if (cursors.length === 2) stop.abort(new Error("The process ends."));
      },
    });
    await expect(first).rejects.toThrow("The process ends.");
    expect(await find()).toHaveLength(1);
    const onProgress = async (cursor: string) => void cursors.push(cursor);
    await index.rebuild(scope, { cursor: cursors.at(-1) ?? null, signal, onProgress });
    expect(collection()).toBe("kb_cosine_3_2");
    expect(server.store.names()).toEqual(["kb_cosine_3_2"]);
    expect(await index.isIncomplete(scope, signal)).toBe(false);
    expect(await find()).toHaveLength(2);
  });

  test("a server that is gone is told as the index being out of reach", async () => {
    await server.close();
    await expect(find()).rejects.toMatchObject({ code: "network", retry: "default" });
    expect(await index.problem()).toMatch(/cannot be reached/);
  });
});
