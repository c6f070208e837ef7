import type { ValueShape } from "./value-shape.ts";

export interface SchemaRow {
  /** Unique among its siblings' trees: `body/items/0`. */
  id: string;
  /** From the value itself: `["body", "items", 0]`. */
  path: readonly (string | number)[];
  depth: number;
  name: string;
  type: string;
  sample: string | undefined;
  folds: "open" | "shut" | null;
}

/** The fields of a value as lines, folded where `isOpen` says so. A list has one line for all of its items. */
export function schemaRows(shape: ValueShape, isOpen: (id: string, depth: number) => boolean): SchemaRow[] {
  const rows: SchemaRow[] = [];
  const walk = (at: ValueShape, path: readonly (string | number)[], name: string) => {
    const id = path.map((step) => encodeURIComponent(step)).join("/");
    const depth = path.length - 1;
    const inner = at.fields !== undefined ? Object.keys(at.fields).length > 0 : at.item !== undefined;
    const open = inner && isOpen(id, depth);
    const sample = at.fields ? countedFields(at.fields) : at.sample;
    rows.push({ id, path, depth, name, type: at.type, sample, folds: inner ? (open ? "open" : "shut") : null });
    if (open) children(at, path);
  };
  const children = (at: ValueShape, path: readonly (string | number)[]) => {
    for (const [name, field] of Object.entries(at.fields ?? {})) walk(field, [...path, name], name);
    if (at.item !== undefined) walk(at.item, [...path, 0], "[0]");
  };
  children(shape, []);
  return rows;
}

function countedFields(fields: NonNullable<ValueShape["fields"]>): string {
  const count = Object.keys(fields).length;
  return `${count} ${count === 1 ? "field" : "fields"}`;
}
