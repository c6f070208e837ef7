import { sql } from "drizzle-orm";
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { KnowledgeDocument } from "../../lib/api/contracts/knowledge.ts";
import type { BaseSettings, Metric, SearchLanguage } from "../../lib/rag/base-settings.ts";
import type { DocumentMetadata } from "../../lib/rag/metadata.ts";
import { users, workspaces } from "./auth.ts";
import { at, bytea, jsonText } from "./columns.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** A named collection of documents that workflows look things up in. */
export const knowledgeBases = pgTable(
  "knowledge_bases",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** How its documents are cut. */
    settings: jsonText<BaseSettings>("settings").notNull(),
    /** Embedding model, `provider/model`, of the vectors that searches use. */
    model: text("model").notNull(),
    /** Numbers of a vector: as wanted, or as the first answer of the model had. Null until then. */
    dimensions: integer("dimensions"),
    /** Vectors that searches use: those of two models cannot be compared, so each model's are a generation of their own. */
    generation: integer("generation").notNull().default(0),
    /** The highest number a generation was given. */
    lastGeneration: integer("last_generation").notNull().default(0),
    /** Set while all passages are embedded once more: what the vectors are that will take over. */
    nextGeneration: integer("next_generation"),
    nextModel: text("next_model"),
    nextDimensions: integer("next_dimensions"),
    /** Why that failed, or why it is tried again, in words. */
    nextProblem: text("next_problem"),
    /** `cosine`, `dot` or `l2`. */
    metric: text("metric").$type<Metric>().notNull(),
    /** Text search configuration of PostgreSQL for its full text: `simple`, `english`. */
    language: text("language").$type<SearchLanguage>().notNull(),
    /** Goes up with each batch of vectors: indexes in memory read on from where they are. */
    addedSeq: bigint("added_seq", { mode: "number" }).notNull().default(0),
    /** Goes up whenever vectors go away: indexes in memory then ask what is still there. */
    removedSeq: bigint("removed_seq", { mode: "number" }).notNull().default(0),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("knowledge_bases_name").on(t.workspaceId, sql`lower(${t.name})`)],
);

/** One text in a base, and how far its preparation is. */
export const knowledgeDocuments = pgTable(
  "knowledge_documents",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    baseId: text("base_id")
      .notNull()
      .references(() => knowledgeBases.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    mediaType: text("media_type").notNull(),
    /** `upload`, `url`, `workflow`. */
    source: text("source").$type<KnowledgeDocument["source"]>().notNull(),
    /** Address it came from. */
    url: text("url"),
    /** Name its maker gave it: another document under the same one takes its place. */
    key: text("key"),
    /** The original in the file store; it stays as long as the document does. Null until an address has been read. */
    fileId: text("file_id"),
    /** Bytes of the original. */
    size: bigint("size", { mode: "number" }).notNull().default(0),
    /** SHA-256 of the original, hex. */
    sha256: text("sha256").notNull().default(""),
    /** What searches can be narrowed by; flat. */
    metadata: jsonb("metadata").$type<DocumentMetadata>().notNull().default({}),
    /** `waiting`, `reading`, `embedding`, `ready`, `failed`. */
    state: text("state").$type<KnowledgeDocument["state"]>().notNull(),
    /** Why it failed, or why it is tried again, in words. */
    problem: text("problem"),
    /** Pages, where it has such. */
    pages: integer("pages"),
    /** UTF-16 units of its text; null until it was read. */
    characters: integer("characters"),
    /** Passages, and how many of them have their vector in the index. */
    chunks: integer("chunks").notNull().default(0),
    chunksDone: integer("chunks_done").notNull().default(0),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("knowledge_documents_base").on(t.baseId, t.id),
    uniqueIndex("knowledge_documents_key").on(t.baseId, t.key),
    index("knowledge_documents_content").on(t.baseId, t.sha256),
    index("knowledge_documents_file").on(t.fileId),
  ],
);

/** A larger part of a document, given to readers in place of the passages found in it. */
export const knowledgeSections = pgTable(
  "knowledge_sections",
  {
    documentId: text("document_id")
      .notNull()
      .references(() => knowledgeDocuments.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    workspaceId: text("workspace_id").notNull(),
    text: text("text").notNull(),
    /** Range in the document's text, in UTF-16 units; `to` is not part of it. */
    from: integer("char_from").notNull(),
    to: integer("char_to").notNull(),
  },
  (t) => [primaryKey({ columns: [t.documentId, t.number] })],
);

/** A passage: what is embedded, found and cited. */
export const knowledgeChunks = pgTable(
  "knowledge_chunks",
  {
    id: text("id").primaryKey(),
    workspaceId: text("workspace_id").notNull(),
    baseId: text("base_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => knowledgeDocuments.id, { onDelete: "cascade" }),
    /** Place in the document, from 0. */
    number: integer("number").notNull(),
    /** Section it is part of, where the base has sections. */
    section: integer("section"),
    /** The document's own words. */
    text: text("text").notNull(),
    /** Titles above it, outermost first. */
    headings: jsonText<string[]>("headings").notNull(),
    tokens: integer("tokens").notNull(),
    from: integer("char_from").notNull(),
    to: integer("char_to").notNull(),
    /** First and last page, from 1. */
    pageFrom: integer("page_from"),
    pageTo: integer("page_to"),
    /** SHA-256 of what is embedded, hex: what has been embedded once in a base is not again. */
    hash: text("hash").notNull(),
    /** Words as PostgreSQL looks for them, in the base's language. */
    words: tsvector("words").notNull(),
  },
  (t) => [
    uniqueIndex("knowledge_chunks_place").on(t.documentId, t.number),
    index("knowledge_chunks_base").on(t.baseId, t.id),
    index("knowledge_chunks_hash").on(t.baseId, t.hash),
    index("knowledge_chunks_words").using("gin", t.words),
  ],
);

/** What a passage is about, in numbers: one vector for each generation of its base. */
export const knowledgeVectors = pgTable(
  "knowledge_vectors",
  {
    chunkId: text("chunk_id")
      .notNull()
      .references(() => knowledgeChunks.id, { onDelete: "cascade" }),
    generation: integer("generation").notNull(),
    workspaceId: text("workspace_id").notNull(),
    baseId: text("base_id").notNull(),
    documentId: text("document_id").notNull(),
    /** 32-bit floats, little-endian. */
    embedding: bytea("embedding").notNull(),
    /** `added_seq` of its base when it was embedded. */
    seq: bigint("seq", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.chunkId, t.generation] }),
    index("knowledge_vectors_seq").on(t.baseId, t.generation, t.seq, t.chunkId),
  ],
);

/** Work on knowledge that waits or is under way; a row goes when its work is done. */
export const knowledgeJobs = pgTable(
  "knowledge_jobs",
  {
    id: text("id").primaryKey(),
    /** Null for work that concerns all workspaces. */
    workspaceId: text("workspace_id").references(() => workspaces.id, { onDelete: "cascade" }),
    /** `ingest`, `forget`, `rebuild`, `reembed`, `drop`. */
    kind: text("kind").notNull(),
    baseId: text("base_id"),
    /** No foreign key: what is to be forgotten is not there any more. */
    documentId: text("document_id"),
    /** How far it has come, for whoever goes on with it. */
    cursor: text("cursor"),
    attempts: integer("attempts").notNull().default(0),
    /** Who works on it; others leave it alone until `lease_until`. */
    owner: text("owner"),
    leaseUntil: at("lease_until"),
    runAt: at("run_at").notNull().defaultNow(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("knowledge_jobs_due").on(t.runAt),
    uniqueIndex("knowledge_jobs_document").on(t.kind, t.documentId).where(sql`${t.kind} = 'ingest'`),
  ],
);
