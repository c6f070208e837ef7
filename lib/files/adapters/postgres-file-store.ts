import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { fileChunks, files } from "#db/schema/files.ts";
import { newId } from "../../ids.ts";
import { safeFileName, safeMediaType } from "../file-names.ts";
import type { FileContent, FileInfo, FileStore, NewFile, PutOptions } from "../file-store.ts";
import { readPieces } from "../pieces.ts";

/**
 * Files as rows of 1 MiB. A piece is a transaction of its own, so a slow source holds no connection; a file that a
 * killed process left unfinished is seen by nobody and swept away (lib/files/file-sweeper.ts).
 */
export function createPostgresFileStore(db: Database): FileStore {
  return {
    put: (workspaceId, file, content, options = {}) => put(db, workspaceId, file, content, options),
    async open(workspaceId, id) {
      const info = await find(db, workspaceId, id);
      return info && { info, content: contentOf(db, workspaceId, info) };
    },
    async remove(workspaceId, id) {
      const gone = await db.withWorkspace({ workspaceId }, (tx) =>
        tx
          .delete(files)
          .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)))
          .returning({ id: files.id }),
      );
      return gone.length > 0;
    },
  };
}

async function put(
  db: Database,
  workspaceId: string,
  file: NewFile,
  content: FileContent,
  options: PutOptions,
): Promise<FileInfo> {
  const scope = { workspaceId };
  const row = {
    id: newId("fil"),
    workspaceId,
    runId: file.runId ?? null,
    name: safeFileName(file.name),
    mediaType: safeMediaType(file.mediaType),
    size: 0,
    sha256: "",
    createdAt: new Date(),
  };
  const mine = and(eq(files.workspaceId, workspaceId), eq(files.id, row.id));
  await db.withWorkspace(scope, (tx) => tx.insert(files).values(row));
  try {
    const reader = readPieces(content, options);
    let number = 0;
    for await (const data of reader.pieces()) {
      const chunk = { fileId: row.id, number, workspaceId, data };
      await db.withWorkspace(scope, (tx) => tx.insert(fileChunks).values(chunk));
      number += 1;
    }
    const whole = { size: reader.size(), sha256: reader.sha256() };
    await db.withWorkspace(scope, (tx) =>
      tx
        .update(files)
        .set({ ...whole, completedAt: new Date() })
        .where(mine),
    );
    return infoOf({ ...row, ...whole });
  } catch (error) {
    // What failed is what its caller hears of; should this fail too, the sweeper comes by.
    await db.withWorkspace(scope, (tx) => tx.delete(files).where(mine)).catch(() => {});
    throw error;
  }
}

async function find(db: Database, workspaceId: string, id: string): Promise<FileInfo | null> {
  const [row] = await db.withWorkspace({ workspaceId }, (tx) =>
    tx
      .select()
      .from(files)
      .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id), isNotNull(files.completedAt))),
  );
  return row ? infoOf(row) : null;
}

async function* contentOf(db: Database, workspaceId: string, info: FileInfo): AsyncGenerator<Uint8Array> {
  let left = info.size;
  for (let number = 0; left > 0; number += 1) {
    const [chunk] = await db.withWorkspace({ workspaceId }, (tx) =>
      tx
        .select({ data: fileChunks.data })
        .from(fileChunks)
        .where(
          and(eq(fileChunks.workspaceId, workspaceId), eq(fileChunks.fileId, info.id), eq(fileChunks.number, number)),
        ),
    );
    if (!chunk) throw new Error(`The file ${info.id} was removed while it was read.`);
    left -= chunk.data.length;
    yield chunk.data;
  }
}

function infoOf(row: Omit<FileInfo, "createdAt"> & { createdAt: Date }): FileInfo {
  const { id, name, mediaType, size, sha256, runId } = row;
  return { id, name, mediaType, size, sha256, runId, createdAt: row.createdAt.getTime() };
}
