import { limits } from "../config/limits.ts";
import type { FieldError } from "../errors.ts";
import { type WorkflowDocument, workflowDocumentSchema } from "./document.ts";
import { isJsonObject } from "./json.ts";

export type ParsedDocument = { ok: true; document: WorkflowDocument } | { ok: false; errors: FieldError[] };

/** Nesting of a document's JSON that is looked into at all. */
const MAX_DEPTH = 200;
const MAX_ERRORS = 100;

/**
 * Reads a document that came from outside. It says what is not a document at all; whether a document can run is for
 * `compile` to say. At most 100 errors are given.
 */
export function parseDocument(value: unknown): ParsedDocument {
  const refused = sizeErrors(value);
  if (refused.length > 0) return { ok: false, errors: refused };
  const result = workflowDocumentSchema.safeParse(value);
  if (!result.success) {
    const errors = result.error.issues.map(({ path, code, message }) => ({
      path: path.map(String).join("."),
      code,
      message,
    }));
    return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
  }
  const { nodes, edges } = result.data;
  const errors = [
    ...duplicates(nodes, "nodes", "id"),
    ...duplicates(nodes, "nodes", "key"),
    ...duplicates(edges, "edges", "id"),
  ];
  return errors.length > 0 ? { ok: false, errors: errors.slice(0, MAX_ERRORS) } : { ok: true, document: result.data };
}

/** What is refused before it is looked at closely, so that a huge document costs next to nothing. */
function sizeErrors(value: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const tooMany = (name: "nodes" | "edges", limit: number, what: string) => {
    const list = isJsonObject(value) ? value[name] : undefined;
    if (!Array.isArray(list) || list.length <= limit) return;
    const sizes = `${list.length.toLocaleString("en")} ${what}; ${limit.toLocaleString("en")} are possible`;
    errors.push({ path: name, code: "document_too_large", message: `The document has ${sizes}.` });
  };
  tooMany("nodes", limits.documentNodes, "nodes");
  tooMany("edges", limits.documentEdges, "connections");
  if (errors.length > 0) return errors;
  const depth = depthError(value);
  if (depth) return [depth];
  const bytes = new TextEncoder().encode(JSON.stringify(value) ?? "").length;
  if (bytes <= limits.documentBytes) return [];
  const mib = limits.documentBytes / (1024 * 1024);
  return [{ path: "", code: "document_too_large", message: `The document is larger than ${mib} MiB.` }];
}

/** Level by level and not by recursion: a text of brackets must not exhaust the stack. */
function depthError(value: unknown): FieldError | null {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      return {
        path: "",
        code: "document_too_deep",
        message: `The document is nested deeper than ${MAX_DEPTH} levels.`,
      };
    }
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return null;
}

function duplicates<K extends string>(
  records: readonly Record<K, string>[],
  list: "nodes" | "edges",
  field: K,
): FieldError[] {
  const seen = new Set<string>();
  return records.flatMap((record, index) => {
    const value = record[field];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    const message = `The ${field} "${value}" is there twice; each ${field} is unique in a document.`;
    return [{ path: `${list}.${index}.${field}`, code: `duplicate_${field}`, message }];
  });
}
