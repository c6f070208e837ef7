import { sql } from "drizzle-orm";
import { createPostgresFileStore } from "#lib/files/adapters/postgres-file-store.ts";
import { baseSettingsSchema } from "#lib/rag/base-settings.ts";
import { addDocument, createBase } from "#lib/rag/mutations.ts";
import { documentation } from "../corpus.ts";
import type { BenchDatabase } from "../database.ts";
import { median } from "../statistics.ts";
import { DIMENSIONS } from "./filled-base.ts";
import { openKnowledge } from "./hybrid.ts";

const FILES = 400;
const LONGEST_MS = 300_000;

/** Passages a second, from uploaded Markdown to searchable: read, cut, stored, indexed. The model answers at once. */
export async function ingestion(database: BenchDatabase, repeats: number) {
  const rounds: { chunks: number; perSecond: number }[] = [];
  for (let round = 0; round < repeats; round += 1) rounds.push(await takeIn(database, `Round ${round}`));
  return { files: FILES, chunks: rounds[0]?.chunks, perSecond: Math.round(median(rounds.map((one) => one.perSecond))) };
}

async function takeIn(database: BenchDatabase, name: string) {
  const { db, workspaceId } = database;
  const author = { workspaceId, userId: null };
  const wanted = { name, description: "", model: "bench/vectors", dimensions: null, metric: "cosine" as const };
  const settings = baseSettingsSchema.parse({});
  const base = await db.withWorkspace(author, (tx) =>
    createBase(tx, author, { ...wanted, settings, language: "english" }),
  );
  const files = createPostgresFileStore(db);
  for (const { name: file, text } of documentation().slice(0, FILES)) {
    const stored = await files.put(workspaceId, { name: file, mediaType: "text/markdown" }, Buffer.from(text));
    const document = { name: file, file: stored, metadata: {}, url: null, key: null, source: "upload" as const };
    await db.withWorkspace(author, (tx) => addDocument(tx, author, base.id, document));
  }
  const embed = (texts: readonly string[]) => texts.map((text) => vectorOf(text));
  const from = performance.now();
  const knowledge = openKnowledge(database, embed, { owner: "bench:1", isSafe: () => true });
  try {
    for (;;) {
      const { rows } = await db.withWorkspace(author, (tx) =>
        tx.execute<{ waiting: number; failed: number; chunks: number }>(sql`
          select count(*) filter (where state not in ('ready', 'failed'))::int as waiting,
            count(*) filter (where state = 'failed')::int as failed, sum(chunks_done)::int as chunks
          from knowledge_documents where base_id = ${base.id}`),
      );
      const [now] = rows;
      const ms = performance.now() - from;
      if (now?.failed) throw new Error(`${now.failed} documents failed.`);
      if (now?.waiting === 0) return { chunks: now.chunks, perSecond: (now.chunks / ms) * 1_000 };
      if (ms > LONGEST_MS) throw new Error("Taking in took too long.");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await knowledge.close();
  }
}

/** Some vector, the same for the same text: nothing here asks what it means. */
function vectorOf(text: string): number[] {
  let state = text.length;
  for (let at = 0; at < text.length; at += 7) state = (Math.imul(state, 31) + text.charCodeAt(at)) | 0;
  return Array.from({ length: DIMENSIONS }, (_, n) => Math.sin(state + n));
}
