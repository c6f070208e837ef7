export type StartErrorCode =
  | "platform_unsupported"
  | "folder_unwritable"
  | "disk_full"
  | "cluster_version"
  | "already_running"
  | "postgres_failed"
  | "postgres_too_old"
  | "schema_newer"
  | "rights_missing"
  | "database_unreachable";

/** Why the database cannot be used, in words for the person who started the product. Told apart by `code`. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StartError";
    this.code = code;
  }
}

export function isStartError(error: unknown): error is StartError {
  return error instanceof Error && error.name === "StartError";
}
