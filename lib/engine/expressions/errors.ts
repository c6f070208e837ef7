import type { ExpressionErrorCode } from "./types.ts";

/**
 * The only thing parsing or evaluating an expression throws. Read it by `code`; `start` and `end` are offsets in the
 * text as written, so that an editor can underline the part that is wrong.
 */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  readonly start: number;
  readonly end: number;
  /** Dotted path of the config field the text stands in, where one is known. */
  readonly path: string | undefined;

  constructor(code: ExpressionErrorCode, message: string, start: number, end: number, path?: string) {
    super(message);
    this.name = "ExpressionError";
    this.code = code;
    this.start = start;
    this.end = end;
    this.path = path;
  }

  /** The same error, naming the config field it happened in. */
  at(path: string): ExpressionError {
    return new ExpressionError(this.code, this.message, this.start, this.end, path);
  }
}

export function isExpressionError(error: unknown): error is ExpressionError {
  return error instanceof Error && error.name === "ExpressionError";
}

/** What operators and functions throw: they know what went wrong, the call around them knows where. */
export class Fault extends Error {
  readonly code: ExpressionErrorCode;

  constructor(code: ExpressionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const SHOWN = 80;

/** A piece of source for a message, shortened so that a message stays readable. */
export function shown(source: string): string {
  const line = source.trim().replace(/\s+/g, " ");
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
