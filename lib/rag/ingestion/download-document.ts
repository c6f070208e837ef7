import "server-only";
import type { Database } from "#db/client.ts";
import { limits } from "../../config/limits.ts";
import type { FileStore } from "../../files/file-store.ts";
import { NodeError } from "../../nodes/define.ts";
import type { OutboundRequest, OutboundStream } from "../../nodes/step-context.ts";
import { changeDocument, type DocumentPlace } from "./stored-document.ts";

export type DownloadStream = (
  request: OutboundRequest,
  signal: AbortSignal,
  workspaceId: string,
) => Promise<OutboundStream>;

/** Stores what stands at an address as the original of a document; the file's id. */
export async function downloadDocument(
  { db, files, stream }: { db: Database; files: FileStore; stream: DownloadStream },
  place: DocumentPlace,
  url: string,
  signal: AbortSignal,
): Promise<string> {
  const request = {
    method: "GET",
    url,
    maxBytes: limits.documentFileBytes,
    headers: { accept: "text/html, */*;q=0.8" },
  };
  const answer = await stream(request, signal, place.workspaceId);
  if (answer.status >= 400) {
    await answer.body[Symbol.asyncIterator]().return?.();
    throw new NodeError(
      answer.status >= 500 || answer.status === 429 ? "upstream" : "not_found",
      `The address answered with ${answer.status}.`,
      {
        retry: answer.status >= 500 || answer.status === 429 ? "default" : "never",
      },
    );
  }
  const mediaType = answer.headers["content-type"] ?? "application/octet-stream";
  const name = decodeURIComponent(new URL(answer.url).pathname.split("/").at(-1) ?? "").slice(0, 200) || "page";
  const maxBytes = limits.documentFileBytes;
  const info = await files.put(place.workspaceId, { name, mediaType }, answer.body, { maxBytes, signal });
  const about = { fileId: info.id, size: info.size, sha256: info.sha256, mediaType: info.mediaType };
  await changeDocument(db, place, about);
  return info.id;
}
