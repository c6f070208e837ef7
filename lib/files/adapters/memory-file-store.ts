import { newId } from "../../ids.ts";
import { safeFileName, safeMediaType } from "../file-names.ts";
import type { FileInfo, FileStore } from "../file-store.ts";
import { readPieces } from "../pieces.ts";

/** Files of one process, gone with it: for trying nodes without a database. */
export function createMemoryFileStore(): FileStore {
  const stored = new Map<string, { info: FileInfo; pieces: Uint8Array[] }>();
  const key = (workspaceId: string, id: string) => `${workspaceId}/${id}`;
  return {
    async put(workspaceId, file, content, options = {}) {
      const reader = readPieces(content, options);
      const pieces: Uint8Array[] = [];
      for await (const piece of reader.pieces()) pieces.push(Uint8Array.from(piece));
      const info: FileInfo = {
        id: newId("fil"),
        name: safeFileName(file.name),
        mediaType: safeMediaType(file.mediaType),
        size: reader.size(),
        sha256: reader.sha256(),
        runId: file.runId ?? null,
        createdAt: Date.now(),
      };
      stored.set(key(workspaceId, info.id), { info, pieces });
      return info;
    },
    async open(workspaceId, id) {
      const file = stored.get(key(workspaceId, id));
      if (!file) return null;
      return {
        info: file.info,
        content: (async function* () {
          for (const piece of file.pieces) {
            if (!stored.has(key(workspaceId, id))) throw new Error(`The file ${id} was removed while it was read.`);
            yield piece;
          }
        })(),
      };
    },
    remove: async (workspaceId, id) => stored.delete(key(workspaceId, id)),
  };
}
