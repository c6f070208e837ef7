import type { KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";
import { counted } from "../counted.ts";

/** What is said of a document below its name, its time excepted. */
export function aboutDocument(document: KnowledgeDocument): string {
  const { state, problem, pages, chunks, chunksEmbedded, source, size } = document;
  if (state === "failed") return problem ?? "It could not be read.";
  // Why it is tried again, while it is.
  if (problem !== null) return problem;
  if (state === "waiting") return "Waits for its turn";
  if (state === "reading") return source === "url" && size === 0 ? "Reading the address" : "Reading";
  if (state === "embedding") return `${chunksEmbedded.toLocaleString("en-US")} of ${counted(chunks, "passage")}`;
  return pages === null ? counted(chunks, "passage") : `${counted(pages, "page")} · ${counted(chunks, "passage")}`;
}

/** Where a passage stands: `page 4` or `pages 4-5`; null where there are no pages. */
export function pageWords(pages: { from: number; to: number } | null): string | null {
  if (pages === null) return null;
  return pages.from === pages.to ? `page ${pages.from}` : `pages ${pages.from}-${pages.to}`;
}
