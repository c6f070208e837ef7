import { expect, test } from "vitest";
import { newId } from "../../ids.ts";
import { startKnowledgeWorld } from "../testing/knowledge-world.ts";
import { describeVectorIndex } from "../testing/vector-index-contract.ts";
import { createEmbeddedVectorIndex } from "./adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "./postgres-vector-source.ts";

describeVectorIndex("embedded vector index", async () => ({
  open: async (source) => createEmbeddedVectorIndex(source),
  close: async () => {},
}));

const { signal } = new AbortController();

test("bases make room for each other; one that is too large by itself is refused", async () => {
  const world = await startKnowledgeWorld();
  const source = createPostgresVectorSource(world.db);
  const reads: string[] = [];
  const watched = {
    ...source,
    added: (...call: Parameters<typeof source.added>) => {
      reads.push(call[0].baseId);
      return source.added(...call);
    },
  };
  // Room for one of them: memory is taken in pieces of 64 KiB, each of eight such vectors.
  const dimensions = 2_048;
  const index = createEmbeddedVectorIndex(watched, { memoryBytes: 80 * 1_024 });
  try {
    const [one, two] = [await world.base({ dimensions }), await world.base({ dimensions })];
    const vector = (first: number) => Array.from({ length: dimensions }, (_, n) => (n === 0 ? first : 1));
    const rows = Array.from({ length: 4 }, (_, n) => vector(n + 1));
    await world.write(one, newId("doc"), rows);
    await world.write(two, newId("doc"), rows);
    const ask = (scope: typeof one) => index.search(scope, { vector: Float32Array.from(vector(1)), count: 9 }, signal);
    for (const scope of [one, one, two, one]) expect(await ask(scope)).toHaveLength(4);
    expect(reads).toEqual([one.baseId, two.baseId, one.baseId]);
    await world.write(one, newId("doc"), [...rows, ...rows]);
    await expect(ask(one)).rejects.toMatchObject({ code: "quota", message: expect.stringMatching(/MILVUS_ADDRESS/) });
  } finally {
    await index.close();
    await world.close();
  }
});
