import type { Json } from "../../engine/json.ts";
import { isJsonObject } from "../../engine/json.ts";

/** The way of what no case holds for. */
export const OTHERWISE = "default";

/**
 * The port of each case, in order: its name. A case whose name cannot be a port yet (none, taken, one of the node's own)
 * has one by its place, so that nothing connected to it is lost while the name is typed.
 */
export function caseNames(cases: Json | undefined): string[] {
  const taken = new Set([OTHERWISE, "error"]);
  return (Array.isArray(cases) ? cases : []).map((one, index) => {
    const given = isJsonObject(one) && typeof one.name === "string" ? one.name.trim() : "";
    const name = given === "" || given.includes("{{") || taken.has(given) ? `case_${index + 1}` : given;
    taken.add(name);
    return name;
  });
}
