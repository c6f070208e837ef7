import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { testGuard } from "#lib/ai/guard/testing.ts";
import { credentialsOf } from "#lib/ai/testing.ts";
import { createWorkspaceAi } from "#lib/ai/workspace-ai.ts";
import { createPostgresFileStore } from "#lib/files/adapters/postgres-file-store.ts";
import { createOutboundGate } from "#lib/outbound/gate.ts";
import { baseSettingsSchema } from "#lib/rag/base-settings.ts";
import type { EmbedTexts } from "#lib/rag/embedder.ts";
import { createEmbeddedVectorIndex } from "#lib/rag/index/adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "#lib/rag/index/postgres-vector-source.ts";
import { createKnowledge, type Knowledge } from "#lib/rag/knowledge.ts";
import { addDocument, createBase } from "#lib/rag/mutations.ts";
import { searchSchema } from "#lib/rag/retrieval/search-options.ts";
import type { DocumentFile } from "./corpus.ts";
import { type BenchDatabase, openDatabase } from "./database.ts";
import { machine } from "./machine.ts";
import { startEmbeddingServer } from "./rag-quality/embedding-server.ts";
import { type Label, labelledSet } from "./rag-quality/labels.ts";
import { type Metrics, metricsOf } from "./rag-quality/metrics.ts";

type Mode = "keyword" | "vector" | "hybrid";
/** A passage counts as the section's when so many characters of it are, or half of a section that is shorter. */
const OVERLAP = 100;
const DEMO = "demo/embedder";

/** How often searches find what answers a question: see docs/knowledge.md. */
export async function ragQuality({ json }: { json: boolean }): Promise<void> {
  const { labels, documents, missing } = labelledSet();
  const embedder = await startEmbeddingServer();
  const database = await openDatabase();
  const gate = createOutboundGate({ allowLoopback: true });
  const values = { baseUrl: embedder?.address ?? "http://127.0.0.1:1", apiKey: "none" };
  const models = createWorkspaceAi({
    stream: (request, signal) => gate.stream(request, signal),
    credentials: credentialsOf({ crd_local: { name: "local", type: "openai-compatible", values } }),
    guard: testGuard(),
  });
  const knowledge = createKnowledge({
    db: database.db,
    files: createPostgresFileStore(database.db),
    index: createEmbeddedVectorIndex(createPostgresVectorSource(database.db)),
    ...models,
    embedTexts: inSmallCalls(models.embedTexts),
    stream: (request, signal) => gate.stream(request, signal),
    address: "",
    work: { owner: "bench:1", isSafe: () => true },
    log: console.error,
  });
  try {
    // What the demo's embedder finds says nothing of quality: without a real one only words are measured.
    const model = embedder === null ? DEMO : `local/${embedder.model}`;
    const modes: Mode[] = embedder === null ? ["keyword"] : ["keyword", "vector", "hybrid"];
    const base = await takeIn(database, knowledge, documents, model);
    const rows: ({ mode: Mode } & Metrics)[] = [];
    for (const mode of modes) {
      const places: (number | null)[] = [];
      for (const label of labels) places.push(await placeOf(knowledge, database.workspaceId, base.id, mode, label));
      rows.push({ mode, ...metricsOf(places) });
    }
    const set = { questions: labels.length, missing, documents: documents.length, passages: base.passages };
    const head = { date: new Date().toISOString(), machine: machine(), embedder: embedder?.model ?? null, ...set };
    if (json) console.log(JSON.stringify({ ...head, rows }, null, 2));
    else {
      console.log(head);
      console.table(rows);
    }
  } finally {
    await knowledge.close();
    await gate.close();
    await database.close();
    embedder?.stop();
  }
}

/** A model on a processor takes its time: each call is to be answered before it counts as silent. */
function inSmallCalls(embedTexts: EmbedTexts): EmbedTexts {
  return async (workspaceId, { texts, ...call }, signal) => {
    const embeddings: number[][] = [];
    for (let at = 0; at < texts.length; at += 8) {
      const some = { ...call, texts: texts.slice(at, at + 8) };
      embeddings.push(...(await embedTexts(workspaceId, some, signal)).embeddings);
    }
    return { embeddings };
  };
}

async function takeIn(
  { db, workspaceId }: BenchDatabase,
  knowledge: Knowledge,
  documents: readonly DocumentFile[],
  model: string,
): Promise<{ id: string; passages: number }> {
  const author = { workspaceId, userId: null };
  const settings = baseSettingsSchema.parse({});
  const about = { name: "Documentation", description: "", model, dimensions: null, metric: "cosine" as const };
  const { id } = await db.withWorkspace(author, (tx) =>
    createBase(tx, author, { ...about, settings, language: "english" }),
  );
  const files = createPostgresFileStore(db);
  for (const { name, text } of documents) {
    const file = await files.put(workspaceId, { name, mediaType: "text/markdown" }, Buffer.from(text));
    const wanted = { name, file, metadata: {}, url: null, key: null, source: "upload" as const };
    await db.withWorkspace(author, (tx) => addDocument(tx, author, id, wanted));
  }
  knowledge.wake();
  for (;;) {
    const { rows } = await db.withWorkspace(author, (tx) =>
      tx.execute<{ left: number; failed: number; passages: number }>(sql`
        select count(*) filter (where state <> 'ready')::int as left, sum(chunks)::int as passages,
          count(*) filter (where state = 'failed')::int as failed
        from knowledge_documents where base_id = ${id}`),
    );
    const [now] = rows;
    if (now?.failed) throw new Error(`${now.failed} documents could not be taken in.`);
    if (now?.left === 0) return { id, passages: now.passages };
    console.error(`${now?.left} documents to go`);
    await sleep(10_000);
  }
}

/** The place of the first passage that is of the labelled section. */
async function placeOf(
  knowledge: Knowledge,
  workspaceId: string,
  baseId: string,
  mode: Mode,
  label: Label,
): Promise<number | null> {
  const search = searchSchema.parse({ query: label.question, mode, count: 10 });
  const found = await knowledge.search(workspaceId, baseId, search, new AbortController().signal);
  const needed = Math.min(OVERLAP, (label.to - label.from) / 2);
  const at = (found?.results ?? []).findIndex(
    ({ document, from, to }) =>
      document.name === label.file && Math.min(to, label.to) - Math.max(from, label.from) >= needed,
  );
  return at < 0 ? null : at + 1;
}
