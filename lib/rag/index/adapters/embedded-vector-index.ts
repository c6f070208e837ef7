import { limits } from "../../../config/limits.ts";
import { NodeError } from "../../../nodes/define.ts";
import { requireVectors } from "../require-vectors.ts";
import type { IndexScope, VectorIndex } from "../vector-index.ts";
import type { BaseRevision, StoredVector, VectorSource } from "../vector-source.ts";
import { createExactThread } from "./exact/thread.ts";

interface LoadedBase extends BaseRevision {
  bytes: number;
  count: number;
  /** Calls under way; what is in use is not given up. */
  calls: number;
  /** Calls for one base follow each other: each finds the block as far as PostgreSQL is. */
  turn: Promise<unknown>;
}

const nothing = { added: 0, removed: 0, bytes: 0, count: 0 };

/**
 * Exact search in this process, on a thread of its own. A base is read from PostgreSQL when it is first searched and read on
 * before each search, so several processes need not tell each other anything; the ones not searched for longest make room.
 */
export function createEmbeddedVectorIndex(
  source: VectorSource,
  { memoryBytes = limits.vectorMemoryBytes }: { memoryBytes?: number } = {},
): VectorIndex {
  /** By base, the one searched last at the end. */
  const loaded = new Map<string, LoadedBase>();
  const thread = createExactThread(() => {
    for (const base of loaded.values()) Object.assign(base, nothing);
  });

  function inTurn<T>(scope: IndexScope, work: (base: LoadedBase) => Promise<T>): Promise<T> {
    const key = keyOf(scope);
    const base = loaded.get(key) ?? { ...nothing, calls: 0, turn: Promise.resolve() };
    loaded.delete(key);
    loaded.set(key, base);
    base.calls += 1;
    const result = base.turn
      .then(() => work(base))
      .finally(() => {
        base.calls -= 1;
      });
    base.turn = result.catch(() => {});
    return result;
  }

  async function readOn(scope: IndexScope, base: LoadedBase): Promise<void> {
    const key = keyOf(scope);
    const now = await source.revision(scope);
    if (now === null) {
      await thread.ask({ do: "forget", base: key });
      Object.assign(base, nothing);
      return;
    }
    if (now.added > base.added) {
      for await (const batch of source.added(scope, { after: base.added, upTo: now.added })) {
        makeRoom(key, base.bytes + batch.length * scope.dimensions * 4);
        const task = { do: "add", base: key, metric: scope.metric, dimensions: scope.dimensions } as const;
        const packed = packedBatch(batch, scope.dimensions);
        take(base, await thread.ask({ ...task, batch: packed }, [packed.vectors.buffer]));
      }
      base.added = now.added;
    }
    if (now.removed !== base.removed) {
      const living = await source.living(scope);
      take(base, await thread.ask({ do: "keep", base: key, living }));
      base.removed = now.removed;
    }
  }

  /** @throws NodeError `quota` when the base is too large by itself */
  function makeRoom(key: string, bytes: number): void {
    if (bytes > memoryBytes) {
      throw new NodeError(
        "quota",
        "The knowledge base has more passages than the built-in index can hold. Set MILVUS_ADDRESS to use Milvus, or split the base.",
        { retry: "never" },
      );
    }
    let sum = bytes;
    for (const [other, { bytes: held }] of loaded) if (other !== key) sum += held;
    for (const [other, { bytes: held, calls }] of loaded) {
      if (sum <= memoryBytes) return;
      if (other === key || calls > 0) continue;
      sum -= held;
      loaded.delete(other);
      // Not waited for: the thread does one thing after the other.
      thread.ask({ do: "forget", base: other }).catch(() => {});
    }
  }

  return {
    name: "Built-in",
    // It reads what is new, and what is gone, before it searches.
    upsert: async (scope, entries) =>
      requireVectors(
        entries.map(({ vector }) => vector),
        scope.dimensions,
      ),
    removeDocuments: (scope) => (loaded.has(keyOf(scope)) ? inTurn(scope, (base) => readOn(scope, base)) : done()),
    removeBase: (scope) => (loaded.has(keyOf(scope)) ? inTurn(scope, (base) => readOn(scope, base)) : done()),
    async search(scope, { vector, count, documents }, signal) {
      requireVectors([vector], scope.dimensions);
      return inTurn(scope, async (base) => {
        signal.throwIfAborted();
        await readOn(scope, base);
        signal.throwIfAborted();
        const task = { do: "search", base: keyOf(scope), vector, count, documents: documents ?? null } as const;
        return (await thread.ask(task)).hits;
      });
    },
    count: (scope) =>
      inTurn(scope, async (base) => {
        await readOn(scope, base);
        return base.count;
      }),
    // Nothing is kept that could be wrong: each base is read again when it is next searched.
    async rebuild() {
      for (const [key, base] of [...loaded]) {
        base.turn = base.turn.then(async () => {
          await thread.ask({ do: "forget", base: key });
          Object.assign(base, nothing);
        });
        await base.turn;
      }
    },
    isIncomplete: async () => false,
    problem: async () => null,
    close: () => thread.close(),
  };
}

async function done(): Promise<void> {}

function keyOf({ workspaceId, baseId, generation }: IndexScope): string {
  return `${workspaceId}/${baseId}/${generation}`;
}

function take(base: LoadedBase, { count, bytes }: { count: number; bytes: number }): void {
  base.count = count;
  base.bytes = bytes;
}

function packedBatch(batch: readonly StoredVector[], dimensions: number) {
  const vectors = new Float32Array(batch.length * dimensions);
  for (const [index, { vector }] of batch.entries()) vectors.set(vector, index * dimensions);
  return {
    ids: batch.map(({ id }) => id),
    documentIds: batch.map(({ documentId }) => documentId),
    seqs: batch.map(({ seq }) => seq),
    vectors,
  };
}
