import "server-only";
import type { Database } from "#db/client.ts";
import type { Env } from "../../config/env.ts";
import { createEmbeddedVectorIndex } from "./adapters/embedded-vector-index.ts";
import { openMilvusVectorIndex } from "./adapters/milvus/milvus-vector-index.ts";
import { createPostgresVectorSource } from "./postgres-vector-source.ts";
import type { VectorIndex } from "./vector-index.ts";

/** The index that the environment names. */
export async function openVectorIndex(
  db: Database,
  env: Pick<Env, "MILVUS_ADDRESS" | "MILVUS_TOKEN">,
): Promise<VectorIndex> {
  const source = createPostgresVectorSource(db);
  const { MILVUS_ADDRESS: address, MILVUS_TOKEN: token } = env;
  return address === undefined ? createEmbeddedVectorIndex(source) : openMilvusVectorIndex(source, { address, token });
}
