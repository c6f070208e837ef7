/** A stored file as everything but its bytes. */
export interface FileInfo {
  /** `fil_…` */
  id: string;
  /** Name for people, never a path. */
  name: string;
  /** `text/csv`, as its maker said; not to be trusted. */
  mediaType: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /** Run that made it, if one did. */
  runId: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** What its maker says of a file before it is written. */
export interface NewFile {
  name: string;
  mediaType: string;
  runId?: string | null;
}

export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

export interface OpenFile {
  info: FileInfo;
  /** In pieces, read as they are asked for. Rejects when the file is removed meanwhile. */
  content: AsyncIterable<Uint8Array>;
}

export interface PutOptions {
  /** Bytes at most; never above `limits.fileBytes`. */
  maxBytes?: number;
  signal?: AbortSignal;
}

/** Where files are kept. Every call names its workspace: a file of another one is not there. */
export interface FileStore {
  /**
   * Stores `content` while it arrives, a piece at a time. Readers see the file only when it is whole; when the source
   * fails, is too large or the signal fires, nothing of it stays.
   * @throws NodeError `output_too_large`; whatever the source or the signal throws
   */
  put(workspaceId: string, file: NewFile, content: FileContent, options?: PutOptions): Promise<FileInfo>;
  /** Null when this workspace has no such file, or not any more. */
  open(workspaceId: string, id: string): Promise<OpenFile | null>;
  /** False when there was none. */
  remove(workspaceId: string, id: string): Promise<boolean>;
}
