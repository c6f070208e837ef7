import type { KnowledgeDocument } from "../api/contracts/knowledge.ts";
import type { DocumentMetadata } from "./metadata.ts";
import type { StagePlace } from "./retrieval/fuse.ts";

export type { KnowledgeDocument } from "../api/contracts/knowledge.ts";
export type { Search } from "./retrieval/search-options.ts";

/** What nodes and the API see of knowledge, free of what only a server has. */
export type Passage = {
  id: string;
  text: string;
  headings: string[];
  /** Place in its document, from 0. */
  number: number;
  /** Larger part around it, where one was asked for. */
  context: string;
  document: { id: string; name: string; url: string | null; metadata: DocumentMetadata };
  /** Range in the document's text, in UTF-16 units. */
  from: number;
  to: number;
  pages: { from: number; to: number } | null;
};

export type FoundPassage = Passage & {
  /** Of the last stage that placed it: of the one stage, of both together, or of the reranker. */
  score: number;
  /** Where each stage placed it; null where it did not find it, or was not asked. `merged` is the order of both together. */
  stages: {
    vector: StagePlace | null;
    keyword: StagePlace | null;
    merged: StagePlace | null;
    reranked: StagePlace | null;
  };
};

export type Found = {
  results: FoundPassage[];
  /** How many each stage gave before they were cut; null where it was not asked. */
  candidates: { vector: number | null; keyword: number | null; reranked: number | null };
  /** Milliseconds of each part. */
  ms: { embed: number; vector: number; keyword: number; rerank: number; read: number };
  /** What did not go as asked, in words for people. */
  notes: string[];
};

/** Text that a workflow adds. */
export interface AddedText {
  name: string;
  key: string | null;
  mediaType: string;
  content: Uint8Array;
  metadata: DocumentMetadata;
}

export interface AddedDocument {
  baseId: string;
  document: KnowledgeDocument;
}
