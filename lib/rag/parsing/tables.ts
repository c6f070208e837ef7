import { isJsonObject, type Json, type JsonObject } from "../../engine/json.ts";
import { parseCsv } from "../../formats/csv.ts";
import { parseJson } from "../../formats/json.ts";
import { FormatProblem } from "../../formats/protocol.ts";
import type { ParsedText } from "../parsed-text.ts";
import { Unreadable } from "./unreadable.ts";

/** A paragraph for each row, with the columns' names: a passage then says what its values are. */
export function parseTable(text: string): ParsedText {
  return written(read(() => parseCsv(text, { ragged: true, relaxed: true, trim: true })));
}

/** A paragraph for each thing of a list; anything else as JSON with a line for each value. */
export function parseJsonDocument(text: string, isLines: boolean): ParsedText {
  return written(read(() => parseJson(text, { lines: isLines })));
}

function read(parse: () => Json): Json {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatProblem) throw new Unreadable(error.message);
    throw error;
  }
}

function written(value: Json): ParsedText {
  const text = Array.isArray(value) ? value.map(paragraph).join("\n\n") : paragraph(value);
  return { text, headings: [], pages: [] };
}

function paragraph(value: Json): string {
  if (typeof value === "string") return value;
  return isFlat(value)
    ? Object.entries(value)
        .filter(([, one]) => one !== "" && one !== null)
        .map(([name, one]) => `${name}: ${typeof one === "string" ? one : JSON.stringify(one)}`)
        .join("\n")
    : JSON.stringify(value, null, 1);
}

function isFlat(value: Json): value is JsonObject {
  return isJsonObject(value) && Object.values(value).every((one) => !isJsonObject(one));
}
