import { parseAllDocuments, stringify } from "yaml";
import type { Json, JsonObject } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import { errorMessage } from "../errors.ts";
import { FormatProblem } from "./protocol.ts";

/** Aliases may repeat a value; a few lines that stand for gigabytes are refused. */
const MAX_ALIASES = 100;

/**
 * One document, or a list of them where there are several. Dates stay text; tags of one's own are refused.
 * @throws FormatProblem with `line` and `column`
 */
export function parseYaml(text: string): Json {
  const documents = parseAllDocuments(text, { version: "1.2", schema: "core", uniqueKeys: true, strict: true });
  if ("empty" in documents) return null;
  const values = documents.map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      const [at] = problem.linePos ?? [];
      const what = problem.message.split("\n", 1)[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? "";
      const where: JsonObject = at ? { line: at.line, column: at.col } : {};
      throw new FormatProblem(
        `The YAML cannot be read: ${what}${at ? ` (line ${at.line}, column ${at.col})` : ""}.`,
        where,
      );
    }
    try {
      // Through JSON: what YAML has and JSON has not (infinity, binary, maps with odd keys) is made plain or refused.
      return parseJson(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null));
    } catch (error) {
      throw new FormatProblem(`The YAML cannot be read: ${errorMessage(error).replace(/\.$/, "")}.`);
    }
  });
  return values.length === 1 ? (values[0] as Json) : values;
}

export function writeYaml(value: Json, _options: JsonObject): Json {
  return stringify(value, { version: "1.2", schema: "core", aliasDuplicateObjects: false, lineWidth: 120 });
}
