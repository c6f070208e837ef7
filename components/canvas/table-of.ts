import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";
import { shortValue } from "./value-shape.ts";

export interface ValueTable {
  columns: readonly string[];
  rows: number;
  /** One line of the cell's value; undefined where the row has no such field. */
  cell(row: number, column: number): string | undefined;
}

/** Rows that are looked at for names of columns. */
const LOOKED_AT = 200;
const COLUMNS = 50;
const CELL_LENGTH = 120;

/** A value as a table: a list by its items, anything else by its names. Cells are made when they are asked for. */
export function tableOf(value: Json): ValueTable {
  if (Array.isArray(value)) return value.some(isJsonObject) ? ofObjects(value) : ofList(value);
  if (!isJsonObject(value)) return ofList([value]);
  const entries = Object.entries(value);
  return {
    columns: ["name", "value"],
    rows: entries.length,
    cell: (row, column) => {
      const entry = entries[row];
      return entry && (column === 0 ? entry[0] : shortValue(entry[1], CELL_LENGTH));
    },
  };
}

function ofObjects(items: readonly Json[]): ValueTable {
  const names = new Set<string>();
  for (const item of items.slice(0, LOOKED_AT))
    if (isJsonObject(item)) for (const name of Object.keys(item)) names.add(name);
  const columns = [...names].slice(0, COLUMNS);
  return {
    columns,
    rows: items.length,
    cell: (row, column) => {
      const item = items[row];
      const name = columns[column];
      if (item === undefined || name === undefined) return undefined;
      // Something that is no object among objects stands in the first column.
      if (!isJsonObject(item)) return column === 0 ? shortValue(item, CELL_LENGTH) : undefined;
      const inner = Object.hasOwn(item, name) ? item[name] : undefined;
      return inner === undefined ? undefined : shortValue(inner, CELL_LENGTH);
    },
  };
}

function ofList(items: readonly Json[]): ValueTable {
  return {
    columns: ["value"],
    rows: items.length,
    cell: (row) => {
      const item = items[row];
      return item === undefined ? undefined : shortValue(item, CELL_LENGTH);
    },
  };
}
