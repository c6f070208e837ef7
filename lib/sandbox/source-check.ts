import { parse } from "acorn";
import type { SandboxFailure } from "./protocol.ts";

/** The code's first line in the interpreter: it is wrapped in a function. */
export const LINES_BEFORE = 1;
export const FILE_NAME = "code.js";

/** Null when `code` is the body of an async function and nothing more; also keeps it from closing that function. */
export function syntaxFailure(code: string): SandboxFailure | null {
  try {
    parse(code, {
      ecmaVersion: "latest",
      sourceType: "script",
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
    });
    return null;
  } catch (error) {
    if (error instanceof RangeError) return { kind: "depth", message: "The code is nested too deep to be read." };
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    const failure: SandboxFailure = { kind: "syntax", message: message.replace(/ \(\d+:\d+\)$/, "") };
    return loc === undefined ? failure : { ...failure, line: loc.line, column: loc.column + 1 };
  }
}

export function wrapped(code: string): string {
  return `(async function (input) {\n${code}\n})`;
}

/** Where in the user's code a stack of the interpreter points first; empty when it does not. */
export function positionIn(stack: string): { line: number; column: number } | Record<string, never> {
  const match = /code\.js:(\d+):(\d+)/.exec(stack);
  if (match === null) return {};
  return { line: Math.max(1, Number(match[1]) - LINES_BEFORE), column: Number(match[2]) };
}
