import type { DocumentNode } from "../engine/document.ts";
import type { JsonObject } from "../engine/json.ts";
import { catalogue } from "../nodes/catalog.ts";

/** A node of a template, in the version of today; its key is its id. */
export function node(
  id: string,
  type: string,
  label: string,
  [x, y]: readonly [x: number, y: number],
  config: JsonObject,
  more: Partial<Pick<DocumentNode, "parent" | "policy" | "note">> = {},
): DocumentNode {
  const version = catalogue.get(type)?.version ?? 1;
  return { id, key: id, type, version, label, position: { x, y }, config, ...more };
}
