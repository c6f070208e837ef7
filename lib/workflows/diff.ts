import { z } from "zod";
import {
  type DocumentEdge,
  type DocumentNode,
  documentEdgeSchema,
  documentNodeSchema,
  type WorkflowDocument,
} from "../engine/document.ts";
import type { Json } from "../engine/json.ts";
import { jsonEqual } from "../engine/json-equal.ts";
import { AppError } from "../errors.ts";
import {
  applyFields,
  type FieldChange,
  fieldChangeSchema,
  fieldsBetween,
  reverseFields,
  squashFields,
} from "./diff-fields.ts";

/** What happened to one node or edge. Whole records travel when they come or go, single fields when they change. */
export type RecordChange<T extends { id: string }> =
  | { id: string; added: T }
  | { id: string; removed: T }
  | { id: string; changed: FieldChange[] };

/**
 * The difference between two documents, with what was there before: it can be applied, reversed and put together.
 * The order of nodes, edges and keys carries no meaning in a document and is no part of a diff; nor is the difference
 * between empty and absent `settings` or `policy`.
 */
export interface Diff {
  nodes: RecordChange<DocumentNode>[];
  edges: RecordChange<DocumentEdge>[];
  settings: FieldChange[];
}

const nodeFields = ["key", "type", "version", "label", "note", "parent", "disabled", "position", "config", "policy"];
const edgeFields = ["source", "sourcePort", "target", "targetPort"];

function recordChangeSchema<T extends { id: string }>(record: z.ZodType<T>, fields: readonly string[]) {
  const id = z.string().min(1).max(64);
  const changed = z.array(fieldChangeSchema(fields)).min(1).max(2_000);
  return z.union([
    z.strictObject({ id, added: record }),
    z.strictObject({ id, removed: record }),
    z.strictObject({ id, changed }),
  ]);
}

/** The wire form. The document that comes out of a diff is to be parsed again: a changed field may hold anything. */
export const diffSchema: z.ZodType<Diff> = z.strictObject({
  nodes: z.array(recordChangeSchema(documentNodeSchema, nodeFields)).max(20_000),
  edges: z.array(recordChangeSchema(documentEdgeSchema, edgeFields)).max(40_000),
  settings: z.array(fieldChangeSchema(null)).max(100),
});

export function emptyDiff(): Diff {
  return { nodes: [], edges: [], settings: [] };
}

export function isEmptyDiff(diff: Diff): boolean {
  return diff.nodes.length === 0 && diff.edges.length === 0 && diff.settings.length === 0;
}

/** Thrown where a diff does not fit: it was made for another document. `record` is an id, or `settings`. */
export function doesNotApply(record: string, why: string): AppError {
  return new AppError("diff_does_not_apply", 409, `The change does not fit this document: ${why}. Load it again.`, {
    extra: { record },
  });
}

/**
 * The document after the change; records that did not change keep their identity.
 * @throws AppError `diff_does_not_apply`, naming the record
 */
export function applyDiff(document: WorkflowDocument, diff: Diff): WorkflowDocument {
  const { settings, ...rest } = document;
  const next = {
    ...rest,
    nodes: applyRecords(document.nodes, diff.nodes, "node"),
    edges: applyRecords(document.edges, diff.edges, "edge"),
  };
  if (diff.settings.length === 0) return settings === undefined ? next : { ...next, settings };
  const changed = applyFields(settings ?? {}, diff.settings, (why) =>
    doesNotApply("settings", `in its settings ${why}`),
  );
  return Object.keys(changed).length === 0 ? next : { ...next, settings: changed };
}

function applyRecords<T extends { id: string }>(records: T[], changes: readonly RecordChange<T>[], what: string): T[] {
  if (changes.length === 0) return records;
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const change of changes) {
    const current = byId.get(change.id);
    const name = `${what} ${change.id}`;
    if ("added" in change) {
      if (current !== undefined) throw doesNotApply(change.id, `${name} is there already`);
      if (change.added.id !== change.id) throw doesNotApply(change.id, `${name} is added under another id`);
      byId.set(change.id, change.added);
      continue;
    }
    if (current === undefined) throw doesNotApply(change.id, `${name} is not there`);
    if ("removed" in change) {
      if (!sameRecord(current, change.removed)) throw doesNotApply(change.id, `${name} has changed`);
      byId.delete(change.id);
    } else byId.set(change.id, changedRecord(current, change.changed, name));
  }
  return [...byId.values()];
}

function changedRecord<T extends { id: string }>(record: T, changes: readonly FieldChange[], name: string): T {
  return applyFields(record, changes, (why) => doesNotApply(record.id, `in ${name} ${why}`));
}

export function sameRecord<T extends { id: string }>(a: T, b: T): boolean {
  return a === b || fieldsBetween(a, b).length === 0;
}

/** The diff that takes this one back. */
export function reverseDiff(diff: Diff): Diff {
  return {
    nodes: diff.nodes.map(reverseRecord).reverse(),
    edges: diff.edges.map(reverseRecord).reverse(),
    settings: reverseFields(diff.settings),
  };
}

function reverseRecord<T extends { id: string }>(change: RecordChange<T>): RecordChange<T> {
  if ("added" in change) return { id: change.id, removed: change.added };
  if ("removed" in change) return { id: change.id, added: change.removed };
  return { id: change.id, changed: reverseFields(change.changed) };
}

/**
 * One diff that does what `first` and then `second` do.
 * @throws AppError `diff_does_not_apply` when `second` cannot follow `first`
 */
export function squashDiffs(first: Diff, second: Diff): Diff {
  return {
    nodes: squashRecords(first.nodes, second.nodes, "node"),
    edges: squashRecords(first.edges, second.edges, "edge"),
    settings: squashFields([...first.settings, ...second.settings]),
  };
}

function squashRecords<T extends { id: string }>(
  first: readonly RecordChange<T>[],
  second: readonly RecordChange<T>[],
  what: string,
): RecordChange<T>[] {
  const byId = new Map<string, RecordChange<T>>();
  for (const change of [...first, ...second]) {
    const earlier = byId.get(change.id);
    const both = earlier === undefined ? change : squashRecord(earlier, change, `${what} ${change.id}`);
    if (both === null) byId.delete(change.id);
    else byId.set(change.id, both);
  }
  return [...byId.values()];
}

function squashRecord<T extends { id: string }>(
  first: RecordChange<T>,
  second: RecordChange<T>,
  name: string,
): RecordChange<T> | null {
  const { id } = first;
  if ("removed" in first) {
    if (!("added" in second)) throw doesNotApply(id, `${name} is not there`);
    const changed = fieldsBetween(first.removed, second.added);
    return changed.length === 0 ? null : { id, changed };
  }
  if ("added" in second) throw doesNotApply(id, `${name} is there already`);
  if ("added" in first) {
    if ("removed" in second) return null;
    return { id, added: changedRecord(first.added, second.changed, name) };
  }
  if ("removed" in second) return { id, removed: changedRecord(second.removed, reverseFields(first.changed), name) };
  const changed = squashFields([...first.changed, ...second.changed]);
  return changed.length === 0 ? null : { id, changed };
}

/** What leads from one document to another. */
export function diffDocuments(before: WorkflowDocument, after: WorkflowDocument): Diff {
  return {
    nodes: diffRecords(before.nodes, after.nodes),
    edges: diffRecords(before.edges, after.edges),
    settings: jsonEqual(settingsOf(before), settingsOf(after))
      ? []
      : fieldsBetween(before.settings ?? {}, after.settings ?? {}),
  };
}

function settingsOf(document: WorkflowDocument): Json {
  // Parsed settings hold nothing but JSON; their optional members make the type wider than it is.
  return (document.settings ?? {}) as Json;
}

function diffRecords<T extends { id: string }>(before: readonly T[], after: readonly T[]): RecordChange<T>[] {
  const earlier = new Map(before.map((record) => [record.id, record]));
  const changes: RecordChange<T>[] = [];
  for (const record of after) {
    const old = earlier.get(record.id);
    earlier.delete(record.id);
    if (old === record) continue;
    if (old === undefined) changes.push({ id: record.id, added: record });
    else {
      const changed = fieldsBetween(old, record);
      if (changed.length > 0) changes.push({ id: record.id, changed });
    }
  }
  for (const record of earlier.values()) changes.push({ id: record.id, removed: record });
  return changes;
}
