import type { ConsistencyLevelEnum, MilvusClient } from "@zilliz/milvus2-sdk-node";
import { NodeError } from "../../../../nodes/define.ts";
import type { IndexEntry, IndexScope } from "../../vector-index.ts";
import type { OwnedBy } from "../../vector-source.ts";
import { CALL_MS, type MilvusCollections } from "./milvus-collections.ts";
import { baseKey, scopeFilter } from "./scope-filter.ts";
import { isNotLoaded, unwrap } from "./unwrap.ts";

const ROWS_PER_CALL = 500;

export type OwnedEntry = IndexEntry & OwnedBy;

/** `ConsistencyLevelEnum.Strong`: everything that was acknowledged is seen. */
export const STRONG = 0 as ConsistencyLevelEnum;

/** A passage may have a row of each generation, in the same collection where the models have as many numbers. */
function rowId(chunkId: string, generation: number): string {
  return generation === 0 ? chunkId : `${chunkId}#${generation}`;
}

export function chunkIdOf(rowId: string): string {
  return rowId.split("#", 1)[0] as string;
}

/** Reading and writing rows of one collection, by its name or alias. */
export interface MilvusRows {
  upsert(name: string, entries: readonly OwnedEntry[], signal: AbortSignal): Promise<void>;
  /** Afterwards nothing that fits is left: what a server says of its own deleting is not believed. */
  remove(name: string, scope: IndexScope, documents: readonly string[] | undefined): Promise<void>;
  count(name: string, scope: IndexScope, documents?: readonly string[]): Promise<number>;
  /** Once more, after loading the collection, where it was released. */
  loaded<T>(name: string, call: () => Promise<T>): Promise<T>;
}

export function createMilvusRows(client: MilvusClient, collections: Pick<MilvusCollections, "load">): MilvusRows {
  const rows: MilvusRows = {
    async upsert(name, entries, signal) {
      for (let at = 0; at < entries.length; at += ROWS_PER_CALL) {
        signal.throwIfAborted();
        const data = entries.slice(at, at + ROWS_PER_CALL).map(({ id, documentId, vector, ...owner }) => ({
          id: rowId(id, owner.generation),
          workspace_id: owner.workspaceId,
          base_id: baseKey(owner),
          document_id: documentId,
          vector: [...vector],
        }));
        // Never `insert`: a server keeps both rows then.
        const answer = await unwrap(client.upsert({ collection_name: name, data, timeout: CALL_MS }));
        if (answer.err_index.length > 0) {
          throw new NodeError("upstream", `Milvus did not take ${answer.err_index.length} of ${data.length} vectors.`);
        }
      }
    },
    async remove(name, scope, documents) {
      const filter = scopeFilter(scope, documents);
      await rows.loaded(name, async () => {
        await unwrap(client.deleteEntities({ collection_name: name, filter, timeout: CALL_MS }));
        const left = await count(name, filter);
        if (left > 0) throw new NodeError("upstream", `Milvus still has ${left} vectors that were deleted.`);
      });
    },
    count: (name, scope, documents) => rows.loaded(name, () => count(name, scopeFilter(scope, documents))),
    async loaded(name, call) {
      try {
        return await call();
      } catch (error) {
        if (!isNotLoaded(error)) throw error;
        await collections.load(name);
        return call();
      }
    },
  };

  async function count(name: string, filter: string): Promise<number> {
    const request = { collection_name: name, filter, output_fields: ["count(*)"], consistency_level: STRONG };
    const { data } = await unwrap(client.query({ ...request, timeout: CALL_MS }));
    return Number(data[0]?.["count(*)"] ?? 0);
  }

  return rows;
}
