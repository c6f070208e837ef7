import "server-only";
import type { KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { limits } from "../config/limits.ts";
import type { Host } from "../host/create-host.ts";
import { type DocumentMetadata, documentMetadataSchema } from "./metadata.ts";
import { putDocument } from "./mutations.ts";
import { requireBase } from "./queries.ts";
import { invalidUpload, readUpload } from "./read-upload.ts";

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
): Promise<(KnowledgeDocument & { added: boolean })[]> {
  await db.withWorkspace(caller, (tx) => requireBase(tx, baseId));
  const form = await readUpload(request, limits.uploadFiles, (name, mediaType, content) =>
    files.put(caller.workspaceId, { name, mediaType }, content, { maxBytes: limits.documentFileBytes }),
  );
  const metadata = parseMetadata(form.metadata);
  if (form.files.length === 0) throw invalidUpload("The form holds no file.");
  const documents = await db.withWorkspace(caller, async (tx) => {
    const put: (KnowledgeDocument & { added: boolean })[] = [];
    for (const file of form.files) {
      const wanted = { name: file.name, file, metadata, url: null, key: null, source: "upload" as const };
      const { document, added } = await putDocument(tx, caller, baseId, wanted);
      put.push({ ...document, added });
    }
    return put;
  });
  knowledge.wake();
  return documents;
}

function parseMetadata(text: string | null): DocumentMetadata {
  if (text === null) return {};
  try {
    return documentMetadataSchema.parse(JSON.parse(text));
  } catch {
    throw invalidUpload("“metadata” has to be a flat JSON object of texts, numbers, yes/no and lists of texts.");
  }
}
