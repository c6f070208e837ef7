import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { limits } from "../config/limits.ts";
import { AppError, errorMessage } from "../errors.ts";
import { isNodeError } from "../nodes/is-node-error.ts";

/** What becomes of a file while it arrives. */
export type TakeFile<T> = (name: string, mediaType: string, content: Readable) => Promise<T>;

/**
 * Reads a form with files, none of it more than once: a file that is refused ends it.
 * @param most files
 * @throws AppError `file_too_large` (413), `unsupported_media_type` (415), `invalid_upload` (422)
 */
export async function readUpload<T>(
  request: Request,
  most: number,
  take: TakeFile<T>,
): Promise<{ files: T[]; metadata: string | null }> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) {
    throw new AppError("unsupported_media_type", 415, "Send the files as multipart/form-data.");
  }
  const parts = { files: most, fields: 10, fieldSize: limits.requestBodyBytes };
  // Of all headers it reads this one.
  const parser = new Busboy({ headers: { "content-type": type } as BusboyHeaders, limits: parts });
  const stored: Promise<T>[] = [];
  let metadata: string | null = null;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  parser.on("field", (name, value) => {
    if (name === "metadata") metadata = value;
  });
  parser.on("file", (_, content, name, __, mediaType) => {
    const file = take(name || "file", mediaType, content);
    // A file that is refused ends the form: the rest of it is not read.
    file.catch(reject);
    stored.push(file);
  });
  parser.on("filesLimit", () => reject(invalidUpload(`Send ${most} files at a time at most.`)));
  parser.on("error", (error) => reject(invalidUpload(`The form cannot be read: ${errorMessage(error)}`)));
  parser.on("finish", () => resolve());
  // The type of the DOM, which is not that of Node.
  const source = Readable.fromWeb(request.body as ReadableStream);
  source.on("error", reject);
  source.pipe(parser);
  try {
    await promise;
    return { files: await Promise.all(stored), metadata };
  } catch (error) {
    source.destroy();
    if (isNodeError(error) && error.code === "output_too_large") {
      throw new AppError("file_too_large", 413, error.message, { cause: error });
    }
    throw error;
  }
}

export function invalidUpload(message: string): AppError {
  return new AppError("invalid_upload", 422, message);
}
