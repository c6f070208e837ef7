import type { Json, JsonObject } from "../engine/json.ts";

/** What can be done with texts of some format. `options` are the node's settings. */
export type Conversion =
  | "csv.parse"
  | "csv.write"
  | "json.parse"
  | "json.write"
  | "xml.parse"
  | "xml.write"
  | "yaml.parse"
  | "yaml.write"
  | "html.extract"
  | "html.text"
  | "html.table";

export interface ConversionTask {
  conversion: Conversion;
  value: Json;
  options: JsonObject;
}

/** `where`: line, column or row, as far as the format tells. */
export type ConversionAnswer = { value: Json } | { problem: { message: string; where: JsonObject } };

/** What a text cannot be read or written for. Thrown inside of a conversion, told as its answer. */
export class FormatProblem extends Error {
  readonly where: JsonObject;
  constructor(message: string, where: JsonObject = {}) {
    super(message);
    this.where = where;
  }
}
