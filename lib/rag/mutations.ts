import "server-only";
import { and, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { files } from "#db/schema/files.ts";
import { knowledgeBases, knowledgeDocuments } from "#db/schema/knowledge.ts";
import type { KnowledgeBase, KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import type { FileInfo } from "../files/file-store.ts";
import { newId } from "../ids.ts";
import type { BaseSettings, Metric, SearchLanguage } from "./base-settings.ts";
import { noteRemoval } from "./index/store-vectors.ts";
import { requestForgetting, requestIngestion } from "./ingestion/jobs.ts";
import { scopesOf } from "./ingestion/stored-document.ts";
import type { DocumentMetadata } from "./metadata.ts";
import { documentNotFound, readBase, readDocument, requireBase } from "./queries.ts";

interface Author {
  workspaceId: string;
  /** Null where a workflow does it. */
  userId: string | null;
}

export interface NewBase {
  name: string;
  description: string;
  model: string;
  dimensions: number | null;
  metric: Metric;
  language: SearchLanguage;
  settings: BaseSettings;
}

/** @throws AppError `name_taken`, `too_many_knowledge_bases` (409) */
export async function createBase(tx: Tx, author: Author, wanted: NewBase): Promise<KnowledgeBase> {
  const [{ count } = { count: 0 }] = await tx.select({ count: sql<number>`count(*)::int` }).from(knowledgeBases);
  if (count >= limits.knowledgeBases) {
    const message = `A workspace has ${limits.knowledgeBases} knowledge bases at most.`;
    throw new AppError("too_many_knowledge_bases", 409, message);
  }
  await requireFreeName(tx, wanted.name, null);
  const id = newId("kb");
  await tx.insert(knowledgeBases).values({ id, workspaceId: author.workspaceId, createdBy: author.userId, ...wanted });
  return readBase(tx, id);
}

/** New settings hold for what is taken in from now on. @throws AppError `not_found` (404), `name_taken` (409) */
export async function updateBase(
  tx: Tx,
  id: string,
  wanted: { name?: string | undefined; description?: string | undefined; settings?: BaseSettings | undefined },
): Promise<KnowledgeBase> {
  await requireBase(tx, id);
  if (wanted.name !== undefined) await requireFreeName(tx, wanted.name, id);
  const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  await tx
    .update(knowledgeBases)
    .set({ ...change, updatedAt: sql`now()` })
    .where(eq(knowledgeBases.id, id));
  return readBase(tx, id);
}

/** With its documents, their originals, passages and vectors. @throws AppError `not_found` (404) */
export async function deleteBase(tx: Tx, id: string): Promise<void> {
  const base = await requireBase(tx, id);
  const originals = tx
    .select({ id: knowledgeDocuments.fileId })
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.baseId, id), isNotNull(knowledgeDocuments.fileId)));
  await tx.delete(files).where(inArray(files.id, originals));
  await tx.delete(knowledgeBases).where(eq(knowledgeBases.id, id));
  for (const scope of scopesOf(base)) {
    await requestForgetting(tx, { workspaceId: base.workspaceId, baseId: id, documentId: null }, scope);
  }
}

export interface NewDocument {
  name: string;
  source: KnowledgeDocument["source"];
  /** Stored already; null for what is read from `url` first. */
  file: FileInfo | null;
  url: string | null;
  key: string | null;
  metadata: DocumentMetadata;
}

/** `putDocument` for whom it is all the same whether the document was there. */
export async function addDocument(
  tx: Tx,
  author: Author,
  baseId: string,
  wanted: NewDocument,
): Promise<KnowledgeDocument> {
  return (await putDocument(tx, author, baseId, wanted)).document;
}

/**
 * Puts a document into a base and has it taken in. The same content again, under the same key, is the document that is there
 * already; other content under its key takes its place.
 * @throws AppError `not_found` (404)
 */
export async function putDocument(
  tx: Tx,
  author: Author,
  baseId: string,
  wanted: NewDocument,
): Promise<{ document: KnowledgeDocument; added: boolean }> {
  const base = await requireBase(tx, baseId);
  // One after the other: of two that bring the same at once, the second finds what the first has put there.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`knowledge ${baseId}`}, 0))`);
  const { workspaceId } = author;
  const { file, key, ...about } = wanted;
  const old = await sameDocument(tx, baseId, wanted);
  if (old && file !== null && old.sha256 === file.sha256 && old.state !== "failed") {
    // The original is there already.
    await tx.delete(files).where(eq(files.id, file.id));
    await tx
      .update(knowledgeDocuments)
      .set({ name: about.name, metadata: about.metadata, updatedAt: sql`now()` })
      .where(eq(knowledgeDocuments.id, old.id));
    return { document: await readDocument(tx, baseId, old.id), added: false };
  }
  if (old) await deleteDocument(tx, baseId, old.id);
  const id = newId("doc");
  await tx.insert(knowledgeDocuments).values({
    ...about,
    id,
    workspaceId,
    baseId: base.id,
    key,
    mediaType: file?.mediaType ?? "text/html",
    fileId: file?.id ?? null,
    size: file?.size ?? 0,
    sha256: file?.sha256 ?? "",
    state: "waiting",
    createdBy: author.userId,
  });
  await requestIngestion(tx, { workspaceId, baseId, documentId: id });
  return { document: await readDocument(tx, baseId, id), added: true };
}

/** What stands in the place of a new one: that of its key, else that of its address, else one of the same content. */
async function sameDocument(tx: Tx, baseId: string, { key, url, file }: NewDocument) {
  const same =
    key !== null
      ? eq(knowledgeDocuments.key, key)
      : url !== null
        ? eq(knowledgeDocuments.url, url)
        : and(eq(knowledgeDocuments.sha256, file?.sha256 ?? "-"), sql`${knowledgeDocuments.key} is null`);
  const [row] = await tx
    .select()
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.baseId, baseId), same))
    .limit(1);
  return row;
}

/** With its original, passages and vectors. @throws AppError `not_found` (404) */
export async function deleteDocument(tx: Tx, baseId: string, id: string): Promise<void> {
  const base = await requireBase(tx, baseId);
  const [gone] = await tx
    .delete(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.baseId, baseId)))
    .returning({ fileId: knowledgeDocuments.fileId });
  if (!gone) throw documentNotFound();
  if (gone.fileId !== null) await tx.delete(files).where(eq(files.id, gone.fileId));
  await noteRemoval(tx, baseId);
  for (const scope of scopesOf(base)) {
    await requestForgetting(tx, { workspaceId: base.workspaceId, baseId, documentId: id }, scope);
  }
}

/** Takes a document in again, by the settings of today; an address is read again. @throws AppError `not_found` (404) */
export async function repeatDocument(tx: Tx, baseId: string, id: string): Promise<KnowledgeDocument> {
  const { source } = await readDocument(tx, baseId, id);
  const mine = and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.baseId, baseId));
  if (source === "url") {
    const [row] = await tx.select({ fileId: knowledgeDocuments.fileId }).from(knowledgeDocuments).where(mine);
    if (row?.fileId) await tx.delete(files).where(eq(files.id, row.fileId));
    await tx.update(knowledgeDocuments).set({ fileId: null }).where(mine);
  }
  const [row] = await tx
    .update(knowledgeDocuments)
    .set({ state: "waiting", problem: null, updatedAt: sql`now()` })
    .where(mine)
    .returning({ workspaceId: knowledgeDocuments.workspaceId });
  if (row) await requestIngestion(tx, { workspaceId: row.workspaceId, baseId, documentId: id });
  return readDocument(tx, baseId, id);
}

async function requireFreeName(tx: Tx, name: string, own: string | null): Promise<void> {
  const taken = await tx
    .select({ id: knowledgeBases.id })
    .from(knowledgeBases)
    .where(
      and(sql`lower(${knowledgeBases.name}) = lower(${name})`, own === null ? undefined : ne(knowledgeBases.id, own)),
    );
  if (taken.length > 0) throw new AppError("name_taken", 409, `There is a knowledge base called “${name}” already.`);
}
