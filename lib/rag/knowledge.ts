import "server-only";
import type { Database } from "#db/client.ts";
import type { FileInfo, FileStore } from "../files/file-store.ts";
import { baseSettingsSchema } from "./base-settings.ts";
import type { VectorIndex } from "./index/vector-index.ts";
import type { DownloadStream } from "./ingestion/download-document.ts";
import { type KnowledgeRunner, startKnowledgeRunner } from "./ingestion/knowledge-runner.ts";
import { addDocument } from "./mutations.ts";
import type { ParsedText } from "./parsed-text.ts";
import { createDocumentReader } from "./parsing/document-reader.ts";
import type { GivenFile } from "./parsing/parse-document.ts";
import { findBaseId, readDocument } from "./queries.ts";
import { retrieve, type SearchModels } from "./retrieval/retrieve.ts";
import type { AddedDocument, AddedText, Found, KnowledgeDocument, Search } from "./step-types.ts";

/** With the models of workspaces, outside of runs. */
export interface KnowledgeOptions extends SearchModels {
  db: Database;
  files: FileStore;
  index: VectorIndex;
  /** The outbound gate. */
  stream: DownloadStream;
  /** Where people reach this instance. */
  address: string;
  /** Absent on a process that takes no work on. */
  work?: { owner: string; isSafe(): boolean };
  log(line: string): void;
}

/** Knowledge bases of all workspaces: each call names its own. */
export interface Knowledge {
  /** Null when there is no such base. @throws NodeError of the model or the index */
  search(
    workspaceId: string,
    base: string,
    search: Search,
    signal: AbortSignal,
    /** On whose account models are asked. Default: the workspace's, outside of runs. */
    models?: SearchModels,
  ): Promise<Found | null>;
  /** Null when there is no such base. */
  add(workspaceId: string, base: string, text: AddedText, signal: AbortSignal): Promise<AddedDocument | null>;
  /** Null when the document is gone. */
  status(workspaceId: string, added: AddedDocument): Promise<KnowledgeDocument | null>;
  /** Page that opens a document at a place in its text. */
  linkTo(documentId: string, at: number): string;
  /** What a file says, cut by nobody. @throws NodeError with what is wrong with it */
  readText(file: GivenFile, signal: AbortSignal): Promise<ParsedText>;
  /** There is work to be found. */
  wake(): void;
  /** What is wrong with the index, in words. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
}

export function createKnowledge(options: KnowledgeOptions): Knowledge {
  const { db, files, index, work, log } = options;
  const reader = createDocumentReader();
  const runner: KnowledgeRunner | undefined = work && startKnowledgeRunner({ ...options, ...work, reader, log });
  const find = (workspaceId: string, base: string) => db.withWorkspace({ workspaceId }, (tx) => findBaseId(tx, base));
  return {
    async search(workspaceId, base, search, signal, models = options) {
      const baseId = await find(workspaceId, base);
      if (baseId === null) return null;
      return retrieve({ db, index, models }, { workspaceId, baseId }, search, signal);
    },
    async add(workspaceId, base, { name, key, mediaType, content, metadata }, signal) {
      const baseId = await find(workspaceId, base);
      if (baseId === null) return null;
      const file: FileInfo = await files.put(workspaceId, { name, mediaType }, content, { signal });
      const wanted = { name, key, metadata, file, url: null, source: "workflow" as const };
      const document = await db.withWorkspace({ workspaceId }, (tx) =>
        addDocument(tx, { workspaceId, userId: null }, baseId, wanted),
      );
      runner?.wake();
      return { baseId, document };
    },
    status: (workspaceId, { baseId, document }) =>
      db
        .withWorkspace({ workspaceId }, (tx) => readDocument(tx, baseId, document.id))
        .catch((error: { code?: string }) => {
          if (error.code === "not_found") return null;
          throw error;
        }),
    linkTo: (documentId, at) => `${options.address}/knowledge/documents/${documentId}?at=${at}`,
    async readText(file, signal) {
      const { text, headings, pageStarts } = await reader.read(file, baseSettingsSchema.parse({}), signal);
      return { text, headings, pages: pageStarts };
    },
    wake: () => runner?.wake(),
    problem: () => index.problem(),
    async close() {
      await runner?.close();
      await reader.close();
      await index.close();
    },
  };
}
