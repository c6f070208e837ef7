import "server-only";
import { AppError } from "../errors.ts";
import { attachment } from "./content-disposition.ts";
import type { FileStore } from "./file-store.ts";

/**
 * A stored file as an answer. What it holds came from outside: it is offered for saving and, should a browser open it
 * all the same, can run nothing and reach nothing of this site.
 * @throws AppError 404
 */
export async function fileResponse(store: FileStore, workspaceId: string, id: string): Promise<Response> {
  const open = await store.open(workspaceId, id);
  if (!open) throw new AppError("file_not_found", 404, "There is no such file. Files are kept as long as runs are.");
  const { name, mediaType, size, sha256 } = open.info;
  return new Response(toStream(open.content), {
    headers: {
      "content-type": mediaType,
      "content-length": String(size),
      "content-disposition": attachment(name),
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      etag: `"${sha256}"`,
    },
  });
}

/** Read a piece at a time, as the reader takes them. */
function toStream(content: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
