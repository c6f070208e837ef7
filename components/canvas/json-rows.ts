import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";

export interface JsonRow {
  /** Unique in the tree: `$/body/items/0`. */
  path: string;
  depth: number;
  /** Key or position; null for the root and for closing brackets. */
  name: string | null;
  inList: boolean;
  kind: "open" | "folded" | "close" | "leaf";
  bracket: "{" | "[" | null;
  /** A leaf's value, already one line and cut. */
  text: string;
  tone: "string" | "number" | "plain";
  comma: boolean;
}

const LONGEST_TEXT = 2_000;

function leaf(value: Json): Pick<JsonRow, "text" | "tone"> {
  if (typeof value === "string") {
    const cut = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)` : value;
    return { text: JSON.stringify(cut), tone: "string" };
  }
  return { text: JSON.stringify(value), tone: typeof value === "number" ? "number" : "plain" };
}

/** As in a JSON pointer, so that no key can look like a path; a closing bracket is a lone `~`. */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The lines of a value as JSON is written, folded where `folded` says so. Only what is open is walked. */
export function jsonRows(value: Json, isFolded: (path: string, depth: number, size: number) => boolean): JsonRow[] {
  const rows: JsonRow[] = [];
  const walk = (at: Json, path: string, name: string | null, depth: number, inList: boolean, comma: boolean) => {
    const list = Array.isArray(at);
    if (!list && !isJsonObject(at)) {
      rows.push({ path, depth, name, inList, kind: "leaf", bracket: null, comma, ...leaf(at) });
      return;
    }
    const entries: [string, Json][] = list ? at.map((item, i) => [String(i), item]) : Object.entries(at);
    const bracket = list ? "[" : "{";
    const count = list
      ? `${entries.length} ${entries.length === 1 ? "item" : "items"}`
      : `${entries.length} ${entries.length === 1 ? "field" : "fields"}`;
    const shared = { path, depth, name, inList, bracket, tone: "plain" } as const;
    if (entries.length === 0) {
      rows.push({ ...shared, kind: "leaf", bracket: null, text: list ? "[]" : "{}", comma });
      return;
    }
    if (isFolded(path, depth, entries.length)) {
      rows.push({ ...shared, kind: "folded", text: count, comma });
      return;
    }
    rows.push({ ...shared, kind: "open", text: count, comma: false });
    for (const [i, [key, inner]] of entries.entries()) {
      walk(inner, `${path}/${escaped(key)}`, key, depth + 1, list, i < entries.length - 1);
    }
    rows.push({ ...shared, path: `${path}~`, name: null, kind: "close", text: "", comma });
  };
  walk(value, "$", null, 0, false, false);
  return rows;
}
