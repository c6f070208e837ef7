import { parseAt } from "#lib/engine/expressions/parser.ts";
import type { Reference } from "../references.ts";

/** One `{{ … }}` of a text, with its braces. */
export interface Segment {
  from: number;
  to: number;
  inner: string;
}

/** A reference that is nothing but a path from a known name, so that it can be shown as a chip. */
export interface PathReference {
  reference: Reference;
  /** What follows the name: `.body.items[0]`. */
  path: string;
}

const PATH = /^([A-Za-z_$][\w$]*)((?:\??\.[A-Za-z_$][\w$]*|\[\d+\])*)$/;

/** Every `{{ … }}` that is closed. */
export function segmentsOf(text: string): Segment[] {
  const found: Segment[] = [];
  for (let from = text.indexOf("{{"); from !== -1; ) {
    const close = endOf(text, from + 2);
    if (close === -1) break;
    found.push({ from, to: close + 2, inner: text.slice(from + 2, close) });
    from = text.indexOf("{{", close + 2);
  }
  return found;
}

/** Where the language itself sees the end; where it cannot read on, the next braces outside of a text in quotes. */
function endOf(text: string, start: number): number {
  try {
    const { next } = parseAt(text, start);
    if (text.startsWith("}}", next)) return next;
  } catch {
    // It is being written.
  }
  return closingBraces(text, start);
}

function closingBraces(text: string, start: number): number {
  let quote: string | null = null;
  for (let i = start; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== null) {
      if (char === "\\") i++;
      else if (char === quote) quote = null;
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "}" && text.charAt(i + 1) === "}" && text.charAt(i + 2) !== "}") return i;
  }
  return -1;
}

export function pathReference(inner: string, references: readonly Reference[]): PathReference | null {
  const found = PATH.exec(inner.trim());
  const reference = found && references.find(({ name }) => name === found[1]);
  return reference ? { reference, path: found[2] ?? "" } : null;
}

/** `["body", "items", 0, "first name"]` → `.body.items[0]["first name"]`. */
export function writtenPath(path: readonly (string | number)[]): string {
  return path
    .map((step) =>
      typeof step === "number" ? `[${step}]` : PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join("");
}

const PLAIN = /^[A-Za-z_$][\w$]*$/;
