import { escapedSet, LAST, type Member } from "./characters.ts";
import { PatternProblem } from "./part.ts";
import { PROPERTY_HINT, propertyOf } from "./properties.ts";

/** What a backslash and what follows it stand for: one character, or a set of them. */
export type Escape = { next: number } & ({ character: number } | { set: Member });

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * Reads what stands behind the backslash at `at`. What means something else in other languages, or nothing here, is
 * refused rather than taken for the letter itself.
 * @throws PatternProblem
 */
export function readEscape(source: string, at: number, ignoresCase: boolean): Escape {
  const letter = source.charAt(at + 1);
  const set = escapedSet(letter, ignoresCase);
  if (set !== undefined) return { set, next: at + 2 };
  const control = CONTROLS[letter];
  if (control !== undefined) return { character: control, next: at + 2 };
  switch (letter) {
    case "":
      throw new PatternProblem("A backslash at the end stands for nothing.", at);
    case "0":
      if (/\d/.test(source.charAt(at + 2))) throw unknown(source, at, 3);
      return { character: 0, next: at + 2 };
    case "c": {
      const name = source.charAt(at + 2);
      if (!/[A-Za-z]/.test(name)) throw unknown(source, at, 2);
      return { character: name.charCodeAt(0) % 32, next: at + 3 };
    }
    case "x":
      return { character: hex(source, at, at + 2, 2), next: at + 4 };
    case "u":
      return readUnicode(source, at);
    case "p":
    case "P":
      return readProperty(source, at, ignoresCase);
    case "k":
      throw backReference(at);
  }
  if (/[1-9]/.test(letter)) throw backReference(at);
  if (/[A-Za-z]/.test(letter)) throw unknown(source, at, 2);
  const character = source.codePointAt(at + 1) as number;
  return { character, next: at + (character > 0xffff ? 3 : 2) };
}

function backReference(at: number): PatternProblem {
  return new PatternProblem(
    "A back reference (\\1, \\k<name>) cannot be matched in a time that is sure. Match the group and compare it afterwards.",
    at,
  );
}

function unknown(source: string, at: number, length: number): PatternProblem {
  return new PatternProblem(`${source.slice(at, at + length)} means nothing in a regular expression here.`, at);
}

/** `\uFFFF`, two of them for one character, or `\u{1F600}`. */
function readUnicode(source: string, at: number): Escape {
  if (source.charAt(at + 2) === "{") {
    const digits = /^[0-9A-Fa-f]{1,6}(?=\})/.exec(source.slice(at + 3, at + 10))?.[0] ?? "";
    const character = Number.parseInt(digits, 16);
    if (!(character <= LAST)) throw new PatternProblem("\\u{…} holds the number of a character, as \\u{1F600}.", at);
    return { character, next: at + 4 + digits.length };
  }
  const unit = hex(source, at, at + 2, 4);
  if (unit >= 0xd800 && unit < 0xdc00 && /^\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}/.test(source.slice(at + 6, at + 12))) {
    const low = Number.parseInt(source.slice(at + 8, at + 12), 16);
    return { character: 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00), next: at + 12 };
  }
  return { character: unit, next: at + 6 };
}

function hex(source: string, at: number, from: number, length: number): number {
  const digits = source.slice(from, from + length);
  if (digits.length < length || !/^[0-9A-Fa-f]+$/.test(digits)) throw unknown(source, at, 2);
  return Number.parseInt(digits, 16);
}

function readProperty(source: string, at: number, ignoresCase: boolean): Escape {
  const isOpposite = source.charAt(at + 1) === "P";
  const name = /^\{([\w=]{1,60})\}/.exec(source.slice(at + 2, at + 70))?.[1] ?? "";
  const property = propertyOf(name);
  if (property === undefined) {
    throw new PatternProblem(`\\p{…} holds a property of characters, ${PROPERTY_HINT}.`, at);
  }
  if (isOpposite && ignoresCase) {
    throw new PatternProblem("\\P{…} does not go with the flag i. Write [^\\p{…}].", at);
  }
  const text = `\\${isOpposite ? "P" : "p"}{${property}}`;
  return { set: { kind: "property", text }, next: at + 4 + name.length };
}
