import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import { errorMessage } from "../errors.ts";
import { NodeError } from "../nodes/define.ts";

export interface JsonCheck {
  /** What is wrong with the value, in words for the model; null when it fits. */
  complaintAbout(value: unknown): string | null;
}

const MOST_COMPLAINTS = 5;
const MOST_DEPTH = 32;

/**
 * Checks values against a JSON Schema that somebody wrote. Patterns are left to the model: a regular expression of a stranger
 * could hold up the whole server.
 * @throws NodeError `invalid_config`
 */
export function jsonCheck(schema: JsonObject): JsonCheck {
  let parsed: z.ZodType;
  try {
    // zod looks at what it is given, and throws at what is no schema.
    parsed = z.fromJSONSchema(withoutPatterns(schema, 0) as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    throw new NodeError("invalid_config", `The schema cannot be used: ${errorMessage(error)}`, { retry: "never" });
  }
  return {
    complaintAbout(value) {
      const issues = parsed.safeParse(value).error?.issues ?? [];
      if (issues.length === 0) return null;
      const said = issues.slice(0, MOST_COMPLAINTS).map(({ path, message }) => {
        return path.length > 0 ? `${path.join(".")}: ${message}` : message;
      });
      return said.join("; ");
    },
  };
}

function withoutPatterns(value: Json, depth: number): Json {
  if (depth > MOST_DEPTH) throw new Error(`it is nested more than ${MOST_DEPTH} deep.`);
  if (Array.isArray(value)) return value.map((item) => withoutPatterns(item, depth + 1));
  if (!isJsonObject(value)) return value;
  const isSchemaOfText = typeof value.pattern === "string";
  const entries = Object.entries(value).filter(
    ([key, member]) => !(isSchemaOfText && key === "pattern") && !(key === "patternProperties" && isJsonObject(member)),
  );
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutPatterns(member, depth + 1)]));
}

/** Does it leave nothing open, so that a provider can hold a model to it to the letter? */
export function isStrictSchema(schema: Json): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema);
  if (!isJsonObject(schema)) return true;
  const { properties, required } = schema;
  if (schema.type === "object" || properties !== undefined) {
    const names = isJsonObject(properties) ? Object.keys(properties) : [];
    const needed = Array.isArray(required) ? required : [];
    if (schema.additionalProperties !== false || !names.every((name) => needed.includes(name))) return false;
  }
  const inside = [isJsonObject(properties) ? Object.values(properties) : [], schema.items, schema.anyOf, schema.$defs];
  return inside.every(
    (one) => one === undefined || isStrictSchema(isJsonObject(one) && one === schema.$defs ? Object.values(one) : one),
  );
}

/** The JSON in what a model wrote: models like to put a fence around it, or a word before. @throws SyntaxError */
export function jsonIn(text: string): Json {
  const bare = text.trim();
  const fenced = /^```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/i.exec(bare);
  return parseJson(fenced?.[1] ?? bare);
}
