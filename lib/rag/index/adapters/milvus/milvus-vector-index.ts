import type { MilvusClient } from "@zilliz/milvus2-sdk-node";
import type { Metric } from "../../../base-settings.ts";
import { requireVectors } from "../../require-vectors.ts";
import type { IndexScope, VectorHit, VectorIndex, VectorSearch, VectorSpace } from "../../vector-index.ts";
import type { VectorSource } from "../../vector-source.ts";
import { CALL_MS, createMilvusCollections } from "./milvus-collections.ts";
import { chunkIdOf, createMilvusRows, STRONG } from "./milvus-rows.ts";
import { rebuildSpace } from "./rebuild.ts";
import { baseKey, scopeFilter } from "./scope-filter.ts";
import { asNodeError, isMissing, unwrap } from "./unwrap.ts";

/** Documents that one expression names; more of them are searched in slices, and the nearest of all slices taken. */
const DOCUMENTS_PER_CALL = 2_000;

export interface MilvusOptions {
  /** `host:port`, or `https://…`. */
  address: string;
  /** `user:password`, or an API key. */
  token?: string | undefined;
  /** For tests: how long searches of a collection that was left are waited for, ms. */
  afterglowMs?: number;
}

interface Hit {
  id: string;
  workspace_id: string;
  base_id: string;
  document_id: string;
  score: number;
}

/** Vectors in a Milvus server. The SDK is loaded here alone. */
export async function openMilvusVectorIndex(source: VectorSource, options: MilvusOptions): Promise<VectorIndex> {
  const sdk = await import("@zilliz/milvus2-sdk-node");
  const client = new sdk.MilvusClient({
    address: options.address,
    ...(options.token ? { token: options.token } : {}),
    timeout: CALL_MS,
    // Ingestion tries again by itself, and whoever asks wants to be told.
    maxRetries: 0,
    logLevel: "error",
    telemetry: { enabled: false },
  });
  // It connects by itself, also later: a server that is not there yet is told by the calls.
  client.connectPromise.catch(() => {});
  const collections = createMilvusCollections(client, sdk);
  const rows = createMilvusRows(client, collections);

  async function inEach(scope: VectorSpace, work: (name: string) => Promise<void>): Promise<void> {
    await collections.live(scope);
    for (const name of await collections.all(scope)) await work(name);
  }

  return withNodeErrors({
    name: "Milvus",
    async upsert(scope, entries, signal) {
      requireVectors(
        entries.map(({ vector }) => vector),
        scope.dimensions,
      );
      if (entries.length === 0) return;
      const { workspaceId, baseId, generation } = scope;
      const owned = entries.map((entry) => ({ ...entry, workspaceId, baseId, generation }));
      await inEach(scope, (name) => rows.upsert(name, owned, signal));
    },
    async removeDocuments(scope, documentIds) {
      await inEach(scope, async (name) => {
        for (const slice of slices(documentIds)) await rows.remove(name, scope, slice);
      });
    },
    removeBase: (scope) => inEach(scope, (name) => rows.remove(name, scope, undefined)),
    async search(scope, search, signal) {
      requireVectors([search.vector], scope.dimensions);
      const hits: VectorHit[] = [];
      for (const documents of search.documents ? slices(search.documents) : [undefined]) {
        signal.throwIfAborted();
        hits.push(...(await searchSlice(client, rows.loaded, collections.aliasOf(scope), scope, search, documents)));
      }
      return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, search.count);
    },
    async count(scope) {
      const name = await collections.liveIfAny(scope);
      return name === null ? 0 : rows.count(name, scope);
    },
    rebuild: (space, more) =>
      rebuildSpace({ collections, rows, source, ...(options.afterglowMs !== undefined && options) }, space, more),
    async isIncomplete(space) {
      const wanted = (await source.counts(space)).filter(({ count }) => count > 0);
      const name = await collections.liveIfAny(space);
      if (name === null) return wanted.length > 0;
      for (const { count, ...owner } of wanted) {
        if ((await rows.count(name, { ...space, ...owner })) < count) return true;
      }
      return false;
    },
    async problem() {
      try {
        await unwrap(client.showCollections({ timeout: 3_000 }));
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    close: async () => void (await client.closeConnection()),
  });
}

async function searchSlice(
  client: MilvusClient,
  loaded: <T>(name: string, call: () => Promise<T>) => Promise<T>,
  alias: string,
  scope: IndexScope,
  { vector, count }: VectorSearch,
  documents: readonly string[] | undefined,
): Promise<VectorHit[]> {
  if (documents?.length === 0) return [];
  const filter = scopeFilter(scope, documents);
  try {
    const { results } = await loaded(alias, () =>
      unwrap(
        client.search({
          collection_name: alias,
          data: [...vector],
          limit: count,
          // A filter in the wrong one of the two places is ignored without a word.
          filter,
          expr: filter,
          output_fields: ["id", "workspace_id", "base_id", "document_id"],
          consistency_level: STRONG,
          timeout: CALL_MS,
        }),
      ),
    );
    // With the fields that were asked for, which the type does not tell.
    return (results as unknown as Hit[])
      .filter(({ workspace_id, base_id }) => workspace_id === scope.workspaceId && base_id === baseKey(scope))
      .map((hit) => ({ id: chunkIdOf(hit.id), documentId: hit.document_id, score: scoreOf(scope.metric, hit.score) }));
  } catch (error) {
    // Nothing was ever put there; the SDK reads the schema of what it searches, and trips when there is none.
    if (isMissing(error) || (await isAbsent(client, alias))) return [];
    throw error;
  }
}

async function isAbsent(client: MilvusClient, alias: string): Promise<boolean> {
  try {
    await unwrap(client.describeAlias({ collection_name: alias, alias, timeout: CALL_MS }));
    return false;
  } catch (error) {
    return isMissing(error);
  }
}

/** Milvus gives the square of the distance. */
function scoreOf(metric: Metric, score: number): number {
  return metric === "l2" ? 1 / (1 + Math.sqrt(Math.max(0, score))) : score;
}

function* slices(documents: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < documents.length; at += DOCUMENTS_PER_CALL) yield documents.slice(at, at + DOCUMENTS_PER_CALL);
}

/** What Milvus refuses, callers know as NodeError. */
function withNodeErrors(index: VectorIndex): VectorIndex {
  const told =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    (...args: A) =>
      call(...args).catch((error: unknown) => {
        throw asNodeError(error);
      });
  return {
    ...index,
    upsert: told(index.upsert),
    removeDocuments: told(index.removeDocuments),
    removeBase: told(index.removeBase),
    search: told(index.search),
    count: told(index.count),
    rebuild: told(index.rebuild),
    isIncomplete: told(index.isIncomplete),
  };
}
