import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { FormatProblem } from "./protocol.ts";

const delimiters = [",", ";", "\t", "|"] as const;

/**
 * Rows of a text: objects by the names in the first row, or lists. Values stay text unless `types` is on.
 * @throws FormatProblem with `row`, from 1
 */
export function parseCsv(text: string, options: JsonObject): Json {
  const delimiter = delimiterOf(String(options.delimiter ?? "auto"), text);
  const hasHeader = options.header !== false;
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      trim: options.trim === true,
      relax_column_count: true,
      // Quotes in the middle of a value are what spreadsheets of some countries write.
      relax_quotes: options.relaxed === true,
    });
  } catch (error) {
    // What csv-parse throws; not all of its errors name a line.
    const { message, lines } = error as { message: string; lines?: number };
    throw new FormatProblem(`The CSV cannot be read: ${message}.`, lines === undefined ? {} : { line: lines });
  }
  const cellOf = options.types === true ? typed : (value: string): Json => value;
  if (!hasHeader) return rows.map((row) => row.map(cellOf));
  const [header = [], ...body] = rows;
  const names = uniqueNames(header);
  return body.map((row, index) => {
    if (row.length > names.length && options.ragged !== true) {
      throw new FormatProblem(
        `Row ${index + 2} has ${row.length} values, but there are ${names.length} columns. Is the separator right?`,
        { row: index + 2 },
      );
    }
    const object: JsonObject = Object.create(null);
    for (const [at, name] of names.entries()) object[name] = at < row.length ? cellOf(row[at] ?? "") : "";
    if (row.length > names.length) object._more = row.slice(names.length).map(cellOf);
    return { ...object };
  });
}

/** The one that stands in the first line most often, outside of quotes. */
function delimiterOf(wanted: string, text: string): string {
  if (wanted !== "auto") return wanted === "tab" ? "\t" : wanted;
  const line = text.replace(/"[^"]*"/g, "").split(/\r?\n/, 1)[0] ?? "";
  const counts = delimiters.map((one) => ({ one, count: line.split(one).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count > 0 ? best.one : ",";
}

/** A name that comes twice, or is empty, gets a number. */
function uniqueNames(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((given, index) => {
    const base = given.trim() || `column_${index + 1}`;
    let name = base;
    for (let n = 2; seen.has(name); n += 1) name = `${base}_${n}`;
    seen.add(name);
    return name;
  });
}

/** Numbers and true or false, where they are written as JSON writes them: 007 and 1,5 stay text. */
function typed(value: string): Json {
  if (value === "true" || value === "false") return value === "true";
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value)) {
    const number = Number(value);
    if (Number.isFinite(number) && (Number.isSafeInteger(number) || !/^-?\d+$/.test(value))) return number;
  }
  return value;
}

/**
 * A text of rows: objects, with all their names as columns in the order they first come, or lists.
 * @throws FormatProblem with `row`, from 1
 */
export function writeCsv(value: Json, options: JsonObject): Json {
  if (!Array.isArray(value)) throw new FormatProblem("CSV is written from a list of rows: objects or lists.");
  const areLists = value.every((row) => Array.isArray(row));
  const wrong = value.findIndex((row) => !(areLists ? Array.isArray(row) : isJsonObject(row)));
  if (wrong !== -1) {
    throw new FormatProblem(`Row ${wrong + 1} is neither an object nor, like the others, a list.`, { row: wrong + 1 });
  }
  const chosen = Array.isArray(options.columns) ? options.columns.map(String).filter((name) => name.trim() !== "") : [];
  const columns = areLists ? [] : chosen.length > 0 ? chosen : namesIn(value);
  const guard = options.formulas !== true;
  const cell = (given: Json | undefined) => cellText(given, guard);
  const rows = value.map((row) =>
    areLists ? (row as Json[]).map(cell) : columns.map((name) => cell(memberOf(row as JsonObject, name))),
  );
  const head = areLists || options.header === false ? [] : [columns.map(cell)];
  const delimiter = options.delimiter === "tab" ? "\t" : String(options.delimiter ?? ",");
  const text = stringify([...head, ...rows], {
    delimiter: delimiter === "auto" ? "," : delimiter,
    record_delimiter: "windows",
  });
  return `${options.bom === true ? "\uFEFF" : ""}${text}`;
}

function memberOf(row: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function namesIn(rows: readonly Json[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row as JsonObject)) names.add(name);
  return [...names];
}

/**
 * What spreadsheets would take for a formula gets an apostrophe before it: a text somebody typed into a form must not
 * compute in the office of whoever opens the file. Numbers stay numbers.
 */
function cellText(value: Json | undefined, guard: boolean): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return guard && /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
}
