import "server-only";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import { readPieces } from "../files/pieces.ts";
import { isNodeError } from "../nodes/is-node-error.ts";
import type { Knowledge } from "./knowledge.ts";
import { invalidUpload, readUpload } from "./read-upload.ts";

/**
 * The text of the one file of a form, as a base would read it. Nothing is kept.
 * @throws AppError `file_too_large` (413), `unsupported_media_type` (415), `invalid_upload`, `unreadable_file` (422)
 */
export async function readUploadedText(knowledge: Knowledge, request: Request) {
  const { files } = await readUpload(request, 1, async (name, mediaType, content) => {
    const { pieces } = readPieces(content, { maxBytes: limits.documentFileBytes });
    return { name, mediaType, bytes: await buffer(Readable.from(pieces())) };
  });
  const [file] = files;
  if (!file) throw invalidUpload("The form holds no file.");
  const parsed = await knowledge.readText(file, request.signal).catch((error: unknown) => {
    if (!isNodeError(error)) throw error;
    throw new AppError("unreadable_file", 422, error.message, { cause: error });
  });
  const text = parsed.text.slice(0, limits.previewCharacters);
  const inside = (at: number) => at < text.length;
  return {
    name: file.name,
    text,
    characters: parsed.text.length,
    headings: parsed.headings.filter(({ at }) => inside(at)),
    pages: parsed.pages.filter(inside),
  };
}
