/** One field-level complaint inside a problem answer. `path` is dotted from the request body's root. */
export interface FieldError {
  path: string;
  code: string;
  message: string;
}

/**
 * An error a person or an API client is meant to read. It is told apart by `code`, never by `instanceof`:
 * Next's bundles hold their own copies of modules.
 */
export class AppError extends Error {
  readonly code: string;
  /** HTTP status that the doors answer with. */
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  /** Extra members of the problem document (RFC 9457), without secrets. */
  readonly extra: Record<string, unknown> | undefined;
  /** Extra response headers, such as `Retry-After` or `Allow`. */
  readonly headers: Record<string, string> | undefined;

  constructor(
    code: string,
    status: number,
    message: string,
    more: {
      errors?: FieldError[];
      extra?: Record<string, unknown>;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "AppError";
    this.code = code;
    this.status = status;
    this.errors = more.errors;
    this.extra = more.extra;
    this.headers = more.headers;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && errorCode(error) !== undefined;
}

/** By which an error is told apart from others, such as `ENOENT`; undefined where it has none, or is no error. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
