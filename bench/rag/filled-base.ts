import { sql } from "drizzle-orm";
import pg from "pg";
import { knowledgeBases, knowledgeChunks, knowledgeDocuments } from "#db/schema/knowledge.ts";
import { newId } from "#lib/ids.ts";
import { baseSettingsSchema } from "#lib/rag/base-settings.ts";
import { storeVectors } from "#lib/rag/index/store-vectors.ts";
import { documentation, seeded, sentencesOf } from "../corpus.ts";
import type { BenchDatabase } from "../database.ts";

export const DIMENSIONS = 384;
const PER_DOCUMENT = 50;
const ROWS = 1_000;
const TOPICS = 2_000;
const SENTENCES = 5;

export interface FilledBase {
  workspaceId: string;
  baseId: string;
  /** A question of words that occur, and a vector near some of the base's. */
  question(): { text: string; vector: Float32Array };
}

/**
 * A base of so many passages: sentences of public documentation put together by chance, so that words are as frequent as they
 * are, and vectors that lie around topics, as those of texts do.
 */
export async function fillBase({ db, owner, workspaceId }: BenchDatabase, passages: number): Promise<FilledBase> {
  const random = seeded(7);
  const sentences = documentation().flatMap(({ text }) => sentencesOf(text));
  const some = () => sentences[Math.floor(random() * sentences.length)] as string;
  const nearTopic = topics(random);
  const baseId = newId("kb");
  const settings = baseSettingsSchema.parse({});
  const about = { name: "Filled", model: "bench/vectors", dimensions: DIMENSIONS, language: "english" as const };
  await db.withWorkspace({ workspaceId }, (tx) =>
    tx.insert(knowledgeBases).values({ id: baseId, workspaceId, settings, metric: "cosine", ...about }),
  );
  for (let at = 0; at < passages; at += ROWS) {
    const documentIds = Array.from({ length: ROWS / PER_DOCUMENT }, () => newId("doc"));
    const documents = documentIds.map((id) => ({
      id,
      workspaceId,
      baseId,
      name: id,
      source: "upload" as const,
      state: "ready" as const,
    }));
    const rows = Array.from({ length: ROWS }, (_, index) => {
      const text = Array.from({ length: SENTENCES }, some).join(" ");
      const documentId = documentIds[Math.floor(index / PER_DOCUMENT)] as string;
      const words = sql<string>`to_tsvector('english', ${text})`;
      const place = { number: index % PER_DOCUMENT, from: 0, to: text.length, tokens: 1, hash: "", headings: [] };
      return { id: newId("chk"), workspaceId, baseId, documentId, text, words, ...place };
    });
    await db.withWorkspace({ workspaceId }, async (tx) => {
      await tx.insert(knowledgeDocuments).values(documents.map((one) => ({ ...one, mediaType: "text/plain" })));
      for (let from = 0; from < rows.length; from += 250)
        await tx.insert(knowledgeChunks).values(rows.slice(from, from + 250));
      await storeVectors(
        tx,
        { baseId, generation: 0 },
        rows.map(({ id }) => ({ id, vector: nearTopic() })),
      );
    });
  }
  await vacuum(owner);
  return {
    workspaceId,
    baseId,
    question: () => ({ text: some().split(" ").slice(0, 10).join(" "), vector: nearTopic() }),
  };
}

function topics(random: () => number): () => Float32Array {
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const all = Array.from({ length: TOPICS }, () => Float32Array.from({ length: DIMENSIONS }, bell));
  return () => {
    const topic = all[Math.floor(random() * TOPICS)] as Float32Array;
    return topic.map((value) => value + bell());
  };
}

/** What PostgreSQL does by itself within minutes. */
async function vacuum(owner: BenchDatabase["owner"]): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  for (const table of ["knowledge_chunks", "knowledge_vectors", "knowledge_documents"]) {
    await client.query(`vacuum analyze ${table}`);
  }
  await client.end();
}
