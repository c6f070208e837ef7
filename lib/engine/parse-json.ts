import type { Json } from "./json.ts";

/**
 * What `JSON.parse` calls for every value; `source` is the text of a number, where the engine tells it. One that gives
 * anything but JSON says so where it is used.
 */
export type JsonReviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * `JSON.parse`, but keys come back as they were written. V8 takes a key with an escape (`"\n"`) for another one that it
 * has met at the same place, when that one begins like the escape (`"\\"`): nodejs/node#63785. So such keys, which are
 * rare, are given names without escapes for the time of the parsing.
 * @throws SyntaxError with the place in `text`, as `JSON.parse` does
 */
export function parseJson(text: string, reviver?: JsonReviver): Json {
  const keys = text.includes("\\") ? findEscapedKeys(text) : [];
  if (keys.length === 0) return JSON.parse(text, reviver);
  const { renamed, names } = renameKeys(text, keys);
  let value: Json;
  try {
    value = JSON.parse(renamed, reviver && revivedByOldName(reviver, names));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Places are told in the text that the caller knows.
    return JSON.parse(text, reviver);
  }
  restoreKeys(value, names);
  return value;
}

/** From the opening quote of a key to behind the closing one. */
interface KeyPlace {
  start: number;
  end: number;
}

/** Goes through the text string by string, without backtracking. In a text that is not JSON the places mean nothing. */
function findEscapedKeys(text: string): KeyPlace[] {
  const found: KeyPlace[] = [];
  let backslash = text.indexOf("\\");
  for (let start = text.indexOf('"'); start !== -1; ) {
    let quote = text.indexOf('"', start + 1);
    const isEscaped = backslash !== -1 && backslash < quote;
    while (backslash !== -1 && backslash < quote) {
      // What follows a backslash is never the end of the string.
      if (backslash + 1 === quote) quote = text.indexOf('"', backslash + 2);
      backslash = text.indexOf("\\", backslash + 2);
    }
    if (quote === -1) break;
    if (isEscaped && isFollowedByColon(text, quote + 1)) found.push({ start, end: quote + 1 });
    start = text.indexOf('"', quote + 1);
  }
  return found;
}

function isFollowedByColon(text: string, from: number): boolean {
  for (let at = from; ; at++) {
    const char = text[at];
    if (char !== " " && char !== "\n" && char !== "\r" && char !== "\t") return char === ":";
  }
}

/** `names` has the key behind every name that stands in for one. A key that needs no escape is just written without. */
function renameKeys(text: string, keys: readonly KeyPlace[]): { renamed: string; names: Map<string, string> } {
  let prefix = "\uE000";
  while (text.includes(prefix)) prefix += "\uE000";
  const names = new Map<string, string>();
  const nameOf = new Map<string, string>();
  let renamed = "";
  let from = 0;
  for (const { start, end } of keys) {
    renamed += text.slice(from, start) + withoutEscapes(text.slice(start, end));
    from = end;
  }
  return { renamed: renamed + text.slice(from), names };

  function withoutEscapes(literal: string): string {
    let key: string;
    try {
      key = JSON.parse(literal);
    } catch {
      return literal;
    }
    const plain = JSON.stringify(key);
    if (!plain.includes("\\")) return plain;
    let name = nameOf.get(key);
    if (name === undefined) {
      name = `${prefix}${nameOf.size}`;
      nameOf.set(key, name);
      names.set(name, key);
    }
    return `"${name}"`;
  }
}

function revivedByOldName(reviver: JsonReviver, names: ReadonlyMap<string, string>): JsonReviver {
  return function (key, value, context) {
    return reviver.call(this, names.get(key) ?? key, value, context);
  };
}

/** In place and without recursion: the depth is the sender's choice. */
function restoreKeys(root: unknown, names: ReadonlyMap<string, string>): void {
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const members = Object.entries(value);
    for (const [, member] of members) if (typeof member === "object" && member !== null) open.push(member);
    if (Array.isArray(value) || !members.some(([key]) => names.has(key))) continue;
    // All of them, so that they keep their order.
    for (const [key] of members) delete (value as Record<string, unknown>)[key];
    for (const [key, member] of members) {
      // As `JSON.parse` does: also "__proto__" is a member like any other.
      Object.defineProperty(value, names.get(key) ?? key, {
        value: member,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
}
