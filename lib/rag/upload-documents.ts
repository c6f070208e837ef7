import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import type { KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import type { FileInfo } from "../files/file-store.ts";
import type { Host } from "../host/create-host.ts";
import { NodeError } from "../nodes/define.ts";
import { type DocumentMetadata, documentMetadataSchema } from "./metadata.ts";
import { addDocument } from "./mutations.ts";
import { requireBase } from "./queries.ts";

type UploadHost = Pick<Host, "db" | "files" | "knowledge">;

/**
 * Stores the files of a form while they arrive, and has them taken in. A field `metadata` (JSON) holds for all of them.
 * @throws AppError `not_found` (404), `file_too_large` (413), `unsupported_media_type` (415), `invalid_upload` (422)
 */
export async function uploadDocuments(
  { db, files, knowledge }: UploadHost,
  caller: { workspaceId: string; userId: string },
  baseId: string,
  request: Request,
): Promise<KnowledgeDocument[]> {
  await db.withWorkspace(caller, (tx) => requireBase(tx, baseId));
  const form = await readForm(request, (name, mediaType, content) =>
    files.put(caller.workspaceId, { name, mediaType }, content, { maxBytes: limits.documentFileBytes }),
  );
  const metadata = parseMetadata(form.metadata);
  if (form.files.length === 0) throw invalidUpload("The form holds no file.");
  const documents = await db.withWorkspace(caller, async (tx) => {
    const added: KnowledgeDocument[] = [];
    for (const file of form.files) {
      const wanted = { name: file.name, file, metadata, url: null, key: null, source: "upload" as const };
      added.push(await addDocument(tx, caller, baseId, wanted));
    }
    return added;
  });
  knowledge.wake();
  return documents;
}

type Store = (name: string, mediaType: string, content: Readable) => Promise<FileInfo>;

async function readForm(request: Request, store: Store): Promise<{ files: FileInfo[]; metadata: string | null }> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) {
    throw new AppError("unsupported_media_type", 415, "Send the files as multipart/form-data.");
  }
  const parts = { files: limits.uploadFiles, fields: 10, fieldSize: limits.requestBodyBytes };
  const parser = new Busboy({ headers: { "content-type": type } as BusboyHeaders, limits: parts });
  const stored: Promise<FileInfo>[] = [];
  let metadata: string | null = null;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  parser.on("field", (name, value) => {
    if (name === "metadata") metadata = value;
  });
  parser.on("file", (_, content, name, __, mediaType) => {
    const file = store(name || "file", mediaType, content);
    // A file that is refused ends the form: the rest of it is not read.
    file.catch(reject);
    stored.push(file);
  });
  parser.on("filesLimit", () => reject(invalidUpload(`Send ${limits.uploadFiles} files at a time at most.`)));
  parser.on("error", (error) => reject(invalidUpload(`The form cannot be read: ${(error as Error).message}`)));
  parser.on("finish", () => resolve());
  const source = Readable.fromWeb(request.body as ReadableStream);
  source.on("error", reject);
  source.pipe(parser);
  try {
    await promise;
    return { files: await Promise.all(stored), metadata };
  } catch (error) {
    source.destroy();
    if (error instanceof NodeError && error.code === "output_too_large") {
      throw new AppError("file_too_large", 413, error.message, { cause: error });
    }
    throw error;
  }
}

function parseMetadata(text: string | null): DocumentMetadata {
  if (text === null) return {};
  try {
    return documentMetadataSchema.parse(JSON.parse(text));
  } catch {
    throw invalidUpload("“metadata” has to be a flat JSON object of texts, numbers, yes/no and lists of texts.");
  }
}

function invalidUpload(message: string): AppError {
  return new AppError("invalid_upload", 422, message);
}
