import "server-only";
import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { knowledgeChunks, knowledgeDocuments, knowledgeSections } from "#db/schema/knowledge.ts";
import { newId } from "../../ids.ts";
import { noteRemoval } from "../index/store-vectors.ts";
import type { ReadDocument } from "../parsing/protocol.ts";
import type { StoredDocument } from "./stored-document.ts";

const ROWS = 500;

/** What is embedded of a passage: itself, under the titles above it. */
export function embeddedText(headings: readonly string[], text: string): string {
  return headings.length === 0 ? text.trim() : `${headings.join(" › ")}\n\n${text.trim()}`;
}

/** Puts the passages of a document in the place of those it had. False when the document is gone. */
export async function storeChunks(tx: Tx, { document, base }: StoredDocument, read: ReadDocument): Promise<boolean> {
  const { id: documentId, workspaceId, baseId } = document;
  const mine = eq(knowledgeDocuments.id, documentId);
  const there = await tx.select({ id: knowledgeDocuments.id }).from(knowledgeDocuments).where(mine).for("update");
  if (there.length === 0) return false;
  const old = and(eq(knowledgeChunks.documentId, documentId), eq(knowledgeChunks.workspaceId, workspaceId));
  const removed = await tx.delete(knowledgeChunks).where(old);
  await tx.delete(knowledgeSections).where(eq(knowledgeSections.documentId, documentId));
  if ((removed.rowCount ?? 0) > 0) await noteRemoval(tx, baseId);
  const sections = read.sections.map(({ from, to }, number) => ({
    documentId,
    number,
    workspaceId,
    text: read.text.slice(from, to),
    from,
    to,
  }));
  for (let at = 0; at < sections.length; at += ROWS) {
    await tx.insert(knowledgeSections).values(sections.slice(at, at + ROWS));
  }
  for (let at = 0; at < read.chunks.length; at += ROWS) {
    const rows = read.chunks.slice(at, at + ROWS).map((chunk, index) => {
      const text = read.text.slice(chunk.from, chunk.to);
      const embedded = embeddedText(chunk.headings, text);
      return {
        id: newId("chk"),
        workspaceId,
        baseId,
        documentId,
        number: at + index,
        section: chunk.section,
        text,
        headings: chunk.headings,
        tokens: chunk.tokens,
        from: chunk.from,
        to: chunk.to,
        pageFrom: chunk.pages?.from ?? null,
        pageTo: chunk.pages?.to ?? null,
        hash: createHash("sha256").update(embedded).digest("hex"),
        words: sql<string>`to_tsvector(${base.language}::regconfig, ${embedded})`,
      };
    });
    await tx.insert(knowledgeChunks).values(rows);
  }
  const counts = { chunks: read.chunks.length, chunksDone: 0, pages: read.pages, characters: read.text.length };
  await tx
    .update(knowledgeDocuments)
    .set({ ...counts, state: "embedding", updatedAt: sql`now()` })
    .where(mine);
  return true;
}
