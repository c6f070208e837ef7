import type { Json } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";

/** What is journalled is what a replay will see: plain JSON, made once, from whatever an executor gave. */
export function plainJson(value: unknown): Json {
  return value === undefined ? null : parseJson(JSON.stringify(value) ?? "null");
}
