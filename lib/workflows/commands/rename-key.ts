import type { DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import { compileTemplate } from "../../engine/expressions/compile.ts";
import { isJsonObject, type Json } from "../../engine/json.ts";
import type { Diff } from "../diff.ts";
import { changed } from "./changed.ts";

/** Gives a node another key, and rewrites every expression that reads it by the old one: one step. */
export function renameKey(document: WorkflowDocument, id: string, key: string): Diff {
  const old = document.nodes.find((node) => node.id === id)?.key;
  if (old === undefined || old === key) return changed(document, {});
  const nodes = document.nodes.map((node): DocumentNode => {
    // Texts in it change, its shape does not.
    const config = rewritten(node.config, old, key) as DocumentNode["config"];
    return { ...node, config, key: node.id === id ? key : node.key };
  });
  return changed(document, { nodes });
}

function rewritten(value: Json, old: string, key: string): Json {
  if (typeof value === "string") return value.includes("{{") ? rewrittenText(value, old, key) : value;
  if (Array.isArray(value)) return value.map((item) => rewritten(item, old, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rewritten(part, old, key)]));
}

/** By the parser's own positions, from the end, so that earlier ones stay right. Text that does not parse stays. */
function rewrittenText(text: string, old: string, key: string): string {
  try {
    const reads = compileTemplate(text).reads.filter(({ root }) => root === old);
    return [...reads]
      .sort((a, b) => b.start - a.start)
      .reduce((now, read) => {
        const name = read.shorthand ? `${old}: ${key}` : key;
        return now.slice(0, read.start) + name + now.slice(read.end);
      }, text);
  } catch {
    return text;
  }
}
