import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { FormatProblem } from "./protocol.ts";

const MAX_DEPTH = 200;
const shared = { ignoreAttributes: false, attributeNamePrefix: "@", textNodeName: "#text" } as const;

/**
 * Elements as members, attributes as `@name`, text beside them as `#text`; an element that comes several times is a list.
 * Everything stays text. Document types are refused: they can name files and grow without bound.
 * @throws FormatProblem with `line` and `column`
 */
export function parseXml(text: string, options: JsonObject): Json {
  const clean = text.replace(/^\uFEFF/, "").trim();
  if (/<!DOCTYPE/i.test(clean) || /<!ENTITY/i.test(clean)) {
    throw new FormatProblem(
      "The XML has a document type (<!DOCTYPE …>), which is not read: it could name files and entities.",
    );
  }
  const checked = XMLValidator.validate(clean, { allowBooleanAttributes: false });
  if (checked !== true) {
    const { msg, line, col } = checked.err;
    throw new FormatProblem(`The XML cannot be read: ${msg.replace(/\.$/, "")} (line ${line}, column ${col}).`, {
      line,
      column: col,
    });
  }
  const lists = new Set(Array.isArray(options.lists) ? options.lists.map(String) : []);
  const parser = new XMLParser({
    ...shared,
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: { enabled: true, maxTotalExpansions: 100_000, maxEntitySize: 10_000 },
    htmlEntities: false,
    removeNSPrefix: options.namespaces === false,
    isArray: (name) => lists.has(name),
  });
  const value: Json = parser.parse(clean);
  refuseDepth(value, 0);
  return value;
}

/** @throws FormatProblem */
export function writeXml(value: Json, options: JsonObject): Json {
  const root = typeof options.root === "string" && options.root.trim() !== "" ? options.root.trim() : null;
  const whole = root === null ? value : { [root]: value };
  if (!isJsonObject(whole))
    throw new FormatProblem("XML is written from an object, or give a name for the outermost element.");
  const names = Object.keys(whole).filter((name) => !name.startsWith("@"));
  const [only] = names;
  if (names.length !== 1 || only === undefined || Array.isArray(whole[only])) {
    throw new FormatProblem("XML has one outermost element. Give it a name, or an object with one member.");
  }
  refuseDepth(whole, 0);
  refuseNames(whole);
  const indent = options.indent !== false;
  const text: string = new XMLBuilder({ ...shared, format: indent, indentBy: "  ", suppressEmptyNode: true }).build(
    whole,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>${indent ? "\n" : ""}${text}`;
}

function refuseDepth(value: Json, depth: number): void {
  if (depth > MAX_DEPTH) throw new FormatProblem(`It is nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) refuseDepth(member, depth + 1);
}

/** Names end up between angle brackets: one that is no name could be anything. */
function refuseNames(value: Json): void {
  if (Array.isArray(value)) for (const item of value) refuseNames(item);
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name !== "#text" && !/^@?[\p{L}_][\p{L}\p{N}_.:-]*$/u.test(name))
      throw new FormatProblem(`“${name.slice(0, 60)}” cannot be the name of an element in XML.`, { key: name });
    refuseNames(member);
  }
}
