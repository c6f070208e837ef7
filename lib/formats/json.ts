import type { Json, JsonObject } from "../engine/json.ts";
import { parseJson as parseText } from "../engine/parse-json.ts";
import { errorMessage } from "../errors.ts";
import { FormatProblem } from "./protocol.ts";

const MAX_DEPTH = 200;

/**
 * JSON, or with `lines` one JSON value a line.
 * @throws FormatProblem with `line` and `column`
 */
export function parseJson(text: string, options: JsonObject): Json {
  const clean = text.replace(/^\uFEFF/, "");
  if (options.lines !== true) return parseOne(clean, 0);
  return clean.split(/\r?\n/).flatMap((line, index) => (line.trim() === "" ? [] : [parseOne(line, index)]));
}

function parseOne(text: string, linesBefore: number): Json {
  let value: Json;
  try {
    value = parseText(text, refuseInexact);
  } catch (error) {
    if (error instanceof FormatProblem) throw error;
    const message = errorMessage(error);
    const at = placeOf(text, message);
    const before = text.slice(0, at);
    const line = before.split("\n").length + linesBefore;
    const column = at - (before.lastIndexOf("\n") + 1) + 1;
    const what =
      text.trim() === ""
        ? "The text is empty"
        : message.replace(/ in JSON at position.*|, ".*" is not valid JSON$|, \.\.\..* is not valid JSON$/s, "");
    throw new FormatProblem(`This is not JSON: ${what} (line ${line}, column ${column}).`, { line, column });
  }
  refuseDepth(value, 0);
  return value;
}

/** The engine tells the place of some mistakes only: that of the others is where a beginning stops being one. */
function placeOf(text: string, message: string): number {
  const told = placeIn(message);
  if (told !== null) return told;
  let [right, wrong] = [0, text.length + 1];
  while (right + 1 < wrong) {
    const middle = (right + wrong) >> 1;
    if (mayGoOn(text.slice(0, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}

function placeIn(message: string): number | null {
  const found = /position (\d+)/.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** Whether what follows could still make it JSON. */
function mayGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = errorMessage(error);
    return message.startsWith("Unexpected end") || (placeIn(message) ?? -1) >= beginning.length;
  }
}

/** A number that JavaScript would change is refused rather than passed on as another one. */
function refuseInexact(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || !/^-?\d+$/.test(source)) return value;
  if (Number.isSafeInteger(value)) return value;
  throw new FormatProblem(
    `The number ${source.slice(0, 40)} (${key === "" ? "the whole text" : `at "${key.slice(0, 60)}"`}) is larger than what can be kept exactly. Have it sent as a text, in quotes.`,
    { key },
  );
}

function refuseDepth(value: Json, depth: number): void {
  if (depth > MAX_DEPTH) throw new FormatProblem(`It is nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) refuseDepth(member, depth + 1);
}

export function writeJson(value: Json, options: JsonObject): Json {
  if (options.lines === true) {
    if (!Array.isArray(value)) throw new FormatProblem("One value a line is written from a list.");
    return value.map((item) => `${JSON.stringify(item)}\n`).join("");
  }
  return JSON.stringify(value, null, options.indent === true ? 2 : 0);
}
