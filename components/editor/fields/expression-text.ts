import type { Json } from "#lib/engine/json.ts";
import { parseJson } from "#lib/engine/parse-json.ts";

const LONE = /^\s*\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/;

/** What is inside a value that is exactly one `{{ … }}`, else null. */
export function loneExpression(value: Json | undefined): string | null {
  if (typeof value !== "string") return null;
  const found = LONE.exec(value);
  return found === null ? null : (found[1] ?? "").trim();
}

export function asExpression(inner: string): string {
  return `{{ ${inner} }}`;
}

/** A fixed value as the expression that gives it. */
export function expressionOf(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return asExpression("");
  if (typeof value === "string" && value.includes("{{")) return value;
  return asExpression(JSON.stringify(value));
}

/** The fixed value an expression stands for, when it is a literal. */
export function literalOf(inner: string): Json | undefined {
  try {
    return parseJson(inner);
  } catch {
    return undefined;
  }
}

export interface Completing {
  /** The path before the last dot: `fetch.body.items[0]`; "" at the start of a name. */
  path: string;
  /** What has been typed of the name. */
  typed: string;
  /** Where `typed` begins in the text. */
  start: number;
}

const PATH_BEFORE_CARET = /((?:[A-Za-z_$][\w$]*)(?:\??\.[A-Za-z_$][\w$]*|\[\d+\])*)\??\.([\w$]*)$/;
const NAME_BEFORE_CARET = /(?:^|[^\w$.])([A-Za-z_$][\w$]*)?$/;

/** What is being typed at the caret, or null where no name can stand: outside of `{{ }}`, in a string. */
export function completingAt(text: string, caret: number, bare: boolean): Completing | null {
  const before = text.slice(0, caret);
  const open = bare ? 0 : before.lastIndexOf("{{") + 2;
  if (!bare && (open === 1 || before.indexOf("}}", open) !== -1)) return null;
  const inside = before.slice(open);
  if (insideString(inside)) return null;
  const path = PATH_BEFORE_CARET.exec(inside);
  if (path !== null) return { path: path[1] ?? "", typed: path[2] ?? "", start: caret - (path[2] ?? "").length };
  const name = NAME_BEFORE_CARET.exec(inside);
  if (name === null) return null;
  return { path: "", typed: name[1] ?? "", start: caret - (name[1] ?? "").length };
}

function insideString(text: string): boolean {
  let quote: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote === null && (char === '"' || char === "'" || char === "`")) quote = char;
    else if (char === "\\" && quote !== null) i++;
    else if (char === quote) quote = null;
  }
  return quote !== null && quote !== "`";
}
