import type { Json, JsonObject } from "../engine/json.ts";
import { errorMessage } from "../errors.ts";
import { parseCsv, writeCsv } from "./csv.ts";
import { extractHtml, htmlTable, htmlText } from "./html.ts";
import { parseJson, writeJson } from "./json.ts";
import { type Conversion, type ConversionAnswer, type ConversionTask, FormatProblem } from "./protocol.ts";
import { parseXml, writeXml } from "./xml.ts";
import { parseYaml, writeYaml } from "./yaml.ts";

type Convert = (value: Json, options: JsonObject) => Json;

const reading = (read: (text: string, options: JsonObject) => Json): Convert => {
  return (value, options) => {
    if (typeof value === "string") return read(value, options);
    throw new FormatProblem("There is no text to read.");
  };
};

const conversions: Readonly<Record<Conversion, Convert>> = {
  "csv.parse": reading(parseCsv),
  "csv.write": writeCsv,
  "json.parse": reading(parseJson),
  "json.write": writeJson,
  "xml.parse": reading(parseXml),
  "xml.write": writeXml,
  "yaml.parse": reading(parseYaml),
  "yaml.write": writeYaml,
  "html.extract": reading(extractHtml),
  "html.text": reading(htmlText),
  "html.table": htmlTable,
};

/** One conversion, on whatever thread it is called. */
export function convert({ conversion, value, options }: ConversionTask): ConversionAnswer {
  try {
    return { value: conversions[conversion](value, options) };
  } catch (error) {
    if (error instanceof FormatProblem) return { problem: { message: error.message, where: error.where } };
    // Of a library: what it says is about the text, and the thread goes on.
    return { problem: { message: `It cannot be converted: ${errorMessage(error)}`, where: {} } };
  }
}
