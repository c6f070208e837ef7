import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../ids.ts";
import { createPostgresVectorSource } from "../index/postgres-vector-source.ts";
import type { IndexScope, VectorIndex } from "../index/vector-index.ts";
import type { VectorSource } from "../index/vector-source.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "./knowledge-world.ts";

export interface IndexHarness {
  open(source: VectorSource): Promise<VectorIndex>;
  close(): Promise<void>;
}

/** What every adapter of `VectorIndex` does, over a real database. */
export function describeVectorIndex(name: string, start: () => Promise<IndexHarness>): void {
  describe(name, () => {
    let world: KnowledgeWorld;
    let harness: IndexHarness;
    let index: VectorIndex;
    const { signal } = new AbortController();
    beforeAll(async () => {
      world = await startKnowledgeWorld();
      harness = await start();
      index = await harness.open(createPostgresVectorSource(world.db));
    });
    afterAll(async () => {
      await index?.close();
      await harness?.close();
      await world?.close();
    });

    const doc = () => newId("doc");
    async function add(scope: IndexScope, documentId: string, vectors: readonly (readonly number[])[]) {
      const entries = await world.write(scope, documentId, vectors);
      await index.upsert(scope, entries, signal);
      return entries.map(({ id }) => id);
    }
    async function remove(scope: IndexScope, documentId: string) {
      await world.erase(scope, documentId);
      await index.removeDocuments(scope, [documentId], signal);
    }
    const find = (scope: IndexScope, vector: readonly number[], more: { count?: number; documents?: string[] } = {}) =>
      index.search(scope, { vector: Float32Array.from(vector), count: 10, ...more }, signal);

    test("finds the nearest by cosine, whatever their length", async () => {
      const scope = await world.base();
      const [far, near, opposite] = await add(scope, doc(), [
        [0, 5, 0],
        [9, 1, 0],
        [-1, 0, 0],
      ]);
      const hits = await find(scope, [1, 0, 0]);
      expect(hits.map(({ id }) => id)).toEqual([near, far, opposite]);
      expect(hits.map(({ score }) => score)).toEqual([
        expect.closeTo(9 / Math.hypot(9, 1), 4),
        expect.closeTo(0, 4),
        expect.closeTo(-1, 4),
      ]);
    });

    test("by product, where length counts", async () => {
      const scope = await world.base({ metric: "dot" });
      const [short, long] = await add(scope, doc(), [
        [1, 0, 0],
        [5, 5, 0],
      ]);
      const hits = await find(scope, [2, 0, 0]);
      expect(hits).toMatchObject([
        { id: long, score: expect.closeTo(10, 3) },
        { id: short, score: expect.closeTo(2, 3) },
      ]);
    });

    test("by distance", async () => {
      const scope = await world.base({ metric: "l2" });
      const [same, away] = await add(scope, doc(), [
        [1, 2, 3],
        [1, 2, 7],
      ]);
      expect(await find(scope, [1, 2, 3])).toMatchObject([
        { id: same, score: expect.closeTo(1, 3) },
        { id: away, score: expect.closeTo(1 / 5, 3) },
      ]);
    });

    test("gives as many as asked for, and says of which document each is", async () => {
      const scope = await world.base();
      const documentId = doc();
      await add(scope, documentId, [
        [1, 0, 0],
        [0.9, 0.1, 0],
        [0.8, 0.2, 0],
      ]);
      const hits = await find(scope, [1, 0, 0], { count: 2 });
      expect(hits.map((hit) => hit.documentId)).toEqual([documentId, documentId]);
    });

    test("looks only into the documents it is told, and into none when there are none", async () => {
      const scope = await world.base();
      const [one, two, three] = [doc(), doc(), doc()];
      await add(scope, one, [[1, 0, 0]]);
      const [wanted] = await add(scope, two, [[0, 1, 0]]);
      const [also] = await add(scope, three, [[0, 0, 1]]);
      expect((await find(scope, [1, 0.1, 0], { documents: [two, three] })).map(({ id }) => id)).toEqual([wanted, also]);
      expect(await find(scope, [1, 0, 0], { documents: [] })).toEqual([]);
      expect(await find(scope, [1, 0, 0], { documents: ['doc_" or true', doc()] })).toEqual([]);
    });

    test("a base sees nothing of another, nor a workspace of its neighbour", async () => {
      const scope = await world.base();
      const sibling = await world.base({ workspaceId: scope.workspaceId });
      const foreign = await world.base();
      const [own] = await add(scope, doc(), [[0, 1, 0]]);
      const [hers] = await add(sibling, doc(), [[1, 0, 0]]);
      const [theirs] = await add(foreign, doc(), [[1, 0, 0]]);
      expect((await find(scope, [1, 0, 0])).map(({ id }) => id)).toEqual([own]);
      expect((await find(sibling, [1, 0, 0])).map(({ id }) => id)).toEqual([hers]);
      expect((await find(foreign, [1, 0, 0])).map(({ id }) => id)).toEqual([theirs]);
      // Another workspace that names the base all the same.
      expect(await find({ ...scope, workspaceId: foreign.workspaceId }, [1, 0, 0])).toEqual([]);
    });

    test("generations of one base never meet, and go one by one", async () => {
      // Of the same size, so that an index may well keep them in one place.
      const scope = await world.base({ next: 3 });
      const next = { ...scope, generation: 1 };
      const [one, two] = await add(scope, doc(), [
        [1, 0, 0],
        [0, 1, 0],
      ]);
      const documentId = doc();
      const entries = (await world.write(scope, documentId, [[0, 0, 1]])).map(({ id }) => id);
      const newer = [
        { id: one as string, documentId, vector: Float32Array.of(0, 1, 0) },
        { id: entries[0] as string, documentId, vector: Float32Array.of(1, 0, 0) },
      ];
      await world.writeMore(next, newer);
      await index.upsert(next, newer, signal);
      expect((await find(scope, [1, 0, 0])).map(({ id }) => id).slice(0, 1)).toEqual([one]);
      expect((await find(next, [1, 0, 0])).map(({ id }) => id)).toEqual([entries[0], one]);
      expect(await index.count(next, signal)).toBe(2);
      await world.eraseGeneration(scope);
      await index.removeBase(scope, signal);
      expect(await find(scope, [0, 1, 0])).toEqual([]);
      expect((await find(next, [0, 1, 0])).map(({ id }) => id)).toEqual([one, entries[0]]);
      expect(two).toBeDefined();
    });

    test("telling it twice changes nothing", async () => {
      const scope = await world.base();
      const entries = await world.write(scope, doc(), [
        [1, 0, 0],
        [0, 1, 0],
      ]);
      await index.upsert(scope, entries, signal);
      await index.upsert(scope, entries, signal);
      expect(await index.count(scope, signal)).toBe(2);
      expect(await find(scope, [1, 0, 0])).toHaveLength(2);
    });

    test("what comes later is found, what goes is not, without a trace", async () => {
      const scope = await world.base();
      const [gone, stays] = [doc(), doc()];
      await add(scope, gone, [
        [1, 0, 0],
        [1, 0.1, 0],
      ]);
      expect(await find(scope, [1, 0, 0])).toHaveLength(2);
      const [left] = await add(scope, stays, [[0, 1, 0]]);
      expect(await find(scope, [1, 0, 0])).toHaveLength(3);
      await remove(scope, gone);
      expect((await find(scope, [1, 0, 0])).map(({ id }) => id)).toEqual([left]);
      expect(await index.count(scope, signal)).toBe(1);
    });

    test("a document may come again under its name", async () => {
      const scope = await world.base();
      const documentId = doc();
      await add(scope, documentId, [[1, 0, 0]]);
      await find(scope, [1, 0, 0]);
      await remove(scope, documentId);
      const [anew] = await add(scope, documentId, [[0, 0, 1]]);
      expect((await find(scope, [1, 0, 0])).map(({ id }) => id)).toEqual([anew]);
    });

    test("a base that is gone has nothing", async () => {
      const scope = await world.base();
      await add(scope, doc(), [[1, 0, 0]]);
      expect(await find(scope, [1, 0, 0])).toHaveLength(1);
      await world.eraseBase(scope);
      await index.removeBase(scope, signal);
      expect(await find(scope, [1, 0, 0])).toEqual([]);
      expect(await index.count(scope, signal)).toBe(0);
    });

    test("a base without passages is searched in vain", async () => {
      expect(await find(await world.base({ dimensions: 5 }), [1, 0, 0, 0, 0])).toEqual([]);
    });

    test("vectors that do not fit are refused in words", async () => {
      const scope = await world.base();
      const refused = { code: "invalid_input", retry: "never" };
      await expect(find(scope, [1, 0])).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/2 .* 3/) });
      await expect(find(scope, [1, 0, Number.NaN])).rejects.toMatchObject(refused);
      const entry = { id: newId("chk"), documentId: doc(), vector: Float32Array.of(1, 2, 3, 4) };
      await expect(index.upsert(scope, [entry], signal)).rejects.toMatchObject(refused);
    });

    test("agrees with comparing every vector", async () => {
      const number = fc.integer({ min: -20, max: 20 });
      const vector = fc.tuple(number, number, number, number).filter((numbers) => numbers.some((n) => n !== 0));
      const drawn = fc.tuple(fc.array(fc.tuple(vector, fc.nat(2)), { minLength: 1, maxLength: 40 }), vector);
      await fc.assert(
        fc.asyncProperty(drawn, fc.constantFrom("cosine" as const, "l2" as const), async ([rows, query], metric) => {
          const scope = await world.base({ metric, dimensions: 4 });
          const documents = [doc(), doc(), doc()];
          const all: { id: string; of: number; score: number }[] = [];
          for (const [of, documentId] of documents.entries()) {
            const mine = rows.filter(([, at]) => at === of).map(([numbers]) => numbers);
            if (mine.length === 0) continue;
            const ids = await add(scope, documentId, mine);
            for (const [n, id] of ids.entries()) all.push({ id, of, score: scoreOf(metric, query, mine[n] ?? []) });
          }
          for (const only of [undefined, [documents[0] as string, documents[2] as string]]) {
            const hits = await find(scope, query, { count: 7, ...(only && { documents: only }) });
            const expected = all
              .filter(({ of }) => only === undefined || of !== 1)
              .map(({ score }) => score)
              .sort((a, b) => b - a)
              .slice(0, 7);
            expect(hits.map(({ score }) => score)).toEqual(expected.map((score) => expect.closeTo(score, 3)));
            const scores = new Map(all.map(({ id, score }) => [id, score]));
            for (const { id, score } of hits) expect(scores.get(id)).toBeCloseTo(score, 3);
          }
        }),
        { numRuns: 8 },
      );
    });

    test("is built anew from the database while it answers", async () => {
      const scope = await world.base({ dimensions: 6 });
      const unit = (at: number) => Array.from({ length: 6 }, (_, n) => (n === at ? 1 : 0));
      const before = await add(scope, doc(), [unit(0), unit(1)]);
      // What was lost on the way to the index is in the database all the same.
      const lost = await world.write(scope, doc(), [unit(2)]);
      const answers: number[] = [];
      const cursors: string[] = [];
      let isOver = false;
      const asking = (async () => {
        while (!isOver) answers.push((await find(scope, unit(0))).filter(({ id }) => before.includes(id)).length);
      })();
      await index.rebuild(scope, {
        cursor: null,
        signal,
        onProgress: async (cursor) => void cursors.push(cursor),
      });
      isOver = true;
      await asking;
      expect(new Set(answers)).toEqual(new Set([2]));
      const found = (await find(scope, unit(2))).map(({ id }) => id);
      expect(found.sort()).toEqual([...before, ...lost.map(({ id }) => id)].sort());
      expect(await index.count(scope, signal)).toBe(3);
      expect(await index.isIncomplete(scope, signal)).toBe(false);
    });

    test("is well", async () => {
      expect(await index.problem()).toBeNull();
    });
  });
}

function scoreOf(metric: "cosine" | "l2", a: readonly number[], b: readonly number[]): number {
  if (metric === "l2") return 1 / (1 + Math.hypot(...a.map((value, n) => value - (b[n] ?? 0))));
  const product = a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}
