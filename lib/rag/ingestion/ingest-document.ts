import "server-only";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { limits } from "../../config/limits.ts";
import type { FileStore } from "../../files/file-store.ts";
import { NodeError } from "../../nodes/define.ts";
import type { EmbedTexts } from "../embedder.ts";
import type { VectorIndex } from "../index/vector-index.ts";
import type { DocumentReader } from "../parsing/document-reader.ts";
import { type DownloadStream, downloadDocument } from "./download-document.ts";
import { embedChunks } from "./embed-chunks.ts";
import { storeChunks } from "./store-chunks.ts";
import { changeDocument, type DocumentPlace, loadDocument, type StoredDocument, scopesOf } from "./stored-document.ts";

export interface IngestionParts {
  db: Database;
  files: FileStore;
  index: VectorIndex;
  reader: DocumentReader;
  embedTexts: EmbedTexts;
  /** The outbound gate. */
  stream: DownloadStream;
}

/**
 * Takes a document in: its address is read, its file made into passages, each passage embedded. Every part is done once; what
 * was broken off goes on with the part it was in.
 */
export async function ingestDocument(parts: IngestionParts, place: DocumentPlace, signal: AbortSignal): Promise<void> {
  const { db } = parts;
  let stored = await loadDocument(db, place);
  if (stored && stored.document.state !== "embedding") stored = await readDocument(parts, stored, signal);
  if (!stored) return;
  for (;;) {
    const scope = await embedChunks(parts, stored, signal);
    if (await settle(db, place, stored.base.generation)) return;
    const last = await loadDocument(db, place);
    if (last === null) {
      // It was deleted in the meantime, and perhaps before its last vectors came to the index.
      if (scope) await parts.index.removeDocuments(scope, [place.documentId], signal);
      return;
    }
    // It is to be read again, which somebody else does.
    if (last.base.generation === stored.base.generation) return;
    // The base has taken to the vectors of another model: those it lacks there are still to be made.
    stored = { ...last, document: { ...last.document, chunksDone: 0 } };
  }
}

/** It is ready, if its base still uses the vectors that it was given. */
async function settle(db: Database, place: DocumentPlace, generation: number): Promise<boolean> {
  const { rowCount } = await db.withWorkspace(place, (tx) =>
    tx.execute(sql`
      update knowledge_documents d set state = 'ready', problem = null, chunks_done = chunks, updated_at = now()
      from knowledge_bases b
      where d.id = ${place.documentId} and d.state = 'embedding' and b.id = d.base_id and b.generation = ${generation}`),
  );
  return rowCount === 1;
}

async function readDocument(
  parts: IngestionParts,
  { document, base }: StoredDocument,
  signal: AbortSignal,
): Promise<StoredDocument | null> {
  const { db, files, index, reader } = parts;
  const place = { workspaceId: document.workspaceId, baseId: base.id, documentId: document.id };
  await changeDocument(db, place, { state: "reading" });
  const fileId = document.fileId ?? (await downloadDocument(parts, place, document.url ?? "", signal));
  const file = await files.open(place.workspaceId, fileId);
  if (!file) throw new NodeError("not_found", "The original is not there any more.", { retry: "never" });
  if (file.info.size > limits.documentFileBytes) {
    const most = Math.round(limits.documentFileBytes / 1024 / 1024);
    throw new NodeError("invalid_input", `The file is larger than ${most} MiB. Split it into parts.`, {
      retry: "never",
    });
  }
  const bytes = await buffer(Readable.from(file.content));
  // The name says what it is better than an address does.
  const name = document.source === "url" ? file.info.name : document.name;
  const read = await reader.read({ name, mediaType: file.info.mediaType, bytes }, base.settings, signal);
  signal.throwIfAborted();
  const isThere = await db.withWorkspace(place, (tx) => storeChunks(tx, { document, base }, read));
  // Passages it had before are gone from the database.
  if (document.chunks > 0) {
    for (const scope of scopesOf(base)) await index.removeDocuments(scope, [document.id], signal);
  }
  return isThere ? loadDocument(db, place) : null;
}
