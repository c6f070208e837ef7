import { limits } from "../config/limits.ts";
import { type WorkflowDocument, workflowDocumentSchema } from "../engine/document.ts";
import { AppError, type FieldError } from "../errors.ts";

/**
 * A draft may be wrong in ways that compile names (cycles, edges to nowhere, two nodes with one key): people fix them
 * step by step. What it may not hold is two things with one id: diffs could not say which one is meant.
 * @throws AppError `invalid_document` (422), `document_too_large` (413)
 */
export function requireStorable(document: WorkflowDocument): void {
  const errors = [...duplicateIds(document.nodes, "nodes"), ...duplicateIds(document.edges, "edges")];
  if (errors.length > 0) {
    throw new AppError("invalid_document", 422, `${errors[0]?.message} Ids are unique in a document.`, { errors });
  }
  if (Buffer.byteLength(JSON.stringify(document)) > limits.documentBytes) {
    const mib = limits.documentBytes / (1024 * 1024);
    throw new AppError("document_too_large", 413, `The document is larger than ${mib} MiB.`);
  }
}

/**
 * The result of a diff, checked like a document that was sent.
 * @throws AppError `invalid_document` (422), `document_too_large` (413)
 */
export function requireDocument(value: unknown): WorkflowDocument {
  const result = workflowDocumentSchema.safeParse(value);
  if (!result.success) {
    const errors = result.error.issues
      .slice(0, 100)
      .map((issue) => ({ path: issue.path.map(String).join("."), code: issue.code, message: issue.message }));
    throw new AppError("invalid_document", 422, "After this change the document would not parse.", { errors });
  }
  requireStorable(result.data);
  return result.data;
}

function duplicateIds(items: readonly { id: string }[], list: "nodes" | "edges"): FieldError[] {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  items.forEach(({ id }, index) => {
    if (!seen.has(id)) seen.add(id);
    else errors.push({ path: `${list}.${index}.id`, code: "duplicate_id", message: `The id "${id}" is used twice.` });
  });
  return errors.slice(0, 100);
}
