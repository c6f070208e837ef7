import { createPostgresFileStore } from "#lib/files/adapters/postgres-file-store.ts";
import { createEmbeddedVectorIndex } from "#lib/rag/index/adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "#lib/rag/index/postgres-vector-source.ts";
import { createKnowledge, type Knowledge } from "#lib/rag/knowledge.ts";
import { searchSchema } from "#lib/rag/retrieval/search-options.ts";
import type { BenchDatabase } from "../database.ts";
import { median, rounded } from "../statistics.ts";
import type { FilledBase } from "./filled-base.ts";
import { timesOf } from "./index-search.ts";

type Embed = (texts: readonly string[]) => number[][];
const nobody = () => Promise.reject(new Error("No model is asked here."));

/** Knowledge whose model answers at once. */
export function openKnowledge(
  { db }: BenchDatabase,
  embed: Embed,
  work?: { owner: string; isSafe(): boolean },
): Knowledge {
  return createKnowledge({
    db,
    files: createPostgresFileStore(db),
    index: createEmbeddedVectorIndex(createPostgresVectorSource(db)),
    embedTexts: async (_, { texts }) => ({ embeddings: embed(texts) }),
    generate: nobody,
    rerank: nobody,
    stream: nobody,
    address: "",
    ...(work && { work }),
    log: console.error,
  });
}

/** Whole searches by meaning and words, from the question to passages with their places; without the model's time. */
export async function hybridSearch(database: BenchDatabase, base: FilledBase, repeats: number) {
  let vector: Float32Array;
  const knowledge = openKnowledge(database, () => [[...vector]]);
  const parts: Record<string, number[]> = { vector: [], keyword: [], read: [] };
  const { signal } = new AbortController();
  try {
    const times = await timesOf(repeats, async () => {
      const asked = base.question();
      vector = asked.vector;
      const search = searchSchema.parse({ query: asked.text });
      const found = await knowledge.search(base.workspaceId, base.baseId, search, signal);
      if (found?.results.length !== search.count) throw new Error("The search found too little.");
      for (const [part, all] of Object.entries(parts)) all.push(found.ms[part as "vector" | "keyword" | "read"]);
    });
    const of = Object.fromEntries(Object.entries(parts).map(([part, all]) => [part, rounded(median(all))]));
    return { ...times, medianOf: of };
  } finally {
    await knowledge.close();
  }
}
