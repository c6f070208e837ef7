import type { MilvusClient } from "@zilliz/milvus2-sdk-node";
import type { Metric } from "../../../base-settings.ts";
import type { VectorSpace } from "../../vector-index.ts";
import { isMissing, unwrap } from "./unwrap.ts";

/** Of each call. The client's own does not reach every one of them. */
export const CALL_MS = 15_000;
const LOAD_MS = 120_000;
/** Ids are 30 letters; workspaces may be named by hand. */
const ID_LENGTH = 64;
const PARTITIONS = 64;

const metricTypes: Readonly<Record<Metric, string>> = { cosine: "COSINE", dot: "IP", l2: "L2" };

/** The numbered collections of a space and the alias that searches go by. */
export interface MilvusCollections {
  /** Names the collection in use, whichever that is. */
  aliasOf(space: VectorSpace): string;
  /** The collection in use, made if there is none. */
  live(space: VectorSpace): Promise<string>;
  /** Null when there is none. */
  liveIfAny(space: VectorSpace): Promise<string | null>;
  /** All of them, the one in use and those that are being built, oldest first. */
  all(space: VectorSpace): Promise<string[]>;
  create(space: VectorSpace, generation: number): Promise<string>;
  load(name: string): Promise<void>;
  drop(name: string): Promise<void>;
  switchTo(space: VectorSpace, name: string): Promise<void>;
}

export function createMilvusCollections(
  client: MilvusClient,
  sdk: typeof import("@zilliz/milvus2-sdk-node"),
): MilvusCollections {
  const making = new Map<string, Promise<string>>();
  const { DataType } = sdk;
  const text = { data_type: DataType.VarChar, max_length: ID_LENGTH } as const;

  const collections: MilvusCollections = {
    aliasOf: ({ metric, dimensions }) => `kb_${metric}_${dimensions}`,
    async liveIfAny(space) {
      const alias = collections.aliasOf(space);
      try {
        const request = { collection_name: alias, alias, timeout: CALL_MS };
        return (await unwrap(client.describeAlias(request))).collection;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async live(space) {
      const found = await collections.liveIfAny(space);
      if (found !== null) return found;
      const alias = collections.aliasOf(space);
      // Whoever comes first in this process makes it.
      const made = making.get(alias) ?? begin(space).finally(() => making.delete(alias));
      making.set(alias, made);
      return made;
    },
    async all(space) {
      const alias = collections.aliasOf(space);
      const { data } = await unwrap(client.showCollections({ timeout: CALL_MS }));
      const numbered = data.flatMap(({ name }) => {
        const number = name.startsWith(`${alias}_`) ? name.slice(alias.length + 1) : "";
        return /^\d+$/.test(number) ? [{ name, number: Number(number) }] : [];
      });
      return numbered.sort((a, b) => a.number - b.number).map(({ name }) => name);
    },
    async create(space, generation) {
      const name = `${collections.aliasOf(space)}_${generation}`;
      const exists = (await collections.all(space)).includes(name);
      if (!exists) {
        await unwrap(
          client.createCollection({
            collection_name: name,
            fields: [
              { ...text, name: "id", is_primary_key: true },
              { ...text, name: "workspace_id", is_partition_key: true },
              { ...text, name: "base_id" },
              { ...text, name: "document_id" },
              { name: "vector", data_type: DataType.FloatVector, dim: space.dimensions },
            ],
            num_partitions: PARTITIONS,
            consistency_level: "Strong",
            timeout: CALL_MS,
          }),
        );
      }
      // Exact up to the sizes one machine has; the server chooses among its own where it knows better.
      const index = { index_type: "AUTOINDEX", metric_type: metricTypes[space.metric] };
      await unwrap(client.createIndex({ collection_name: name, field_name: "vector", ...index, timeout: CALL_MS }));
      await collections.load(name);
      return name;
    },
    load: async (name) => void (await unwrap(client.loadCollection({ collection_name: name, timeout: LOAD_MS }))),
    drop: async (name) => void (await unwrap(client.dropCollection({ collection_name: name, timeout: CALL_MS }))),
    async switchTo(space, name) {
      const alias = collections.aliasOf(space);
      const request = { collection_name: name, alias, timeout: CALL_MS };
      const isNew = (await collections.liveIfAny(space)) === null;
      await unwrap(isNew ? client.createAlias(request) : client.alterAlias(request));
    },
  };

  async function begin(space: VectorSpace): Promise<string> {
    // An alias may have been lost while its collection was not.
    const left = (await collections.all(space)).at(-1);
    const name = left ?? (await collections.create(space, 1));
    if (left !== undefined) await collections.load(left);
    try {
      await collections.switchTo(space, name);
    } catch (error) {
      // Another process was faster.
      if ((await collections.liveIfAny(space)) === null) throw error;
    }
    return name;
  }

  return collections;
}
