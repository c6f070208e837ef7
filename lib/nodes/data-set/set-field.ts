import type { Json, JsonObject } from "../../engine/json.ts";
import { isJsonObject } from "../../engine/json.ts";

/**
 * Sets `a.b.c` in `target`, making the objects on the way; what is there and is no object is replaced. Segments are own
 * data properties whatever their name is: `__proto__` too, which a plain assignment would take for the prototype.
 * `target` belongs to the caller; values below it are shared with other nodes and are copied before they are changed.
 */
export function setField(target: JsonObject, name: string, value: Json): void {
  const path = name.trim().split(".");
  const last = path.length - 1;
  let at = target;
  for (const [depth, segment] of path.entries()) {
    if (depth === last) {
      define(at, segment, value);
      return;
    }
    const there = Object.hasOwn(at, segment) ? at[segment] : undefined;
    const next = copyObject(there);
    define(at, segment, next);
    at = next;
  }
}

/** A shallow copy with the same own properties; an empty object for anything else. */
export function copyObject(value: Json | undefined): JsonObject {
  const copy: JsonObject = {};
  if (!isJsonObject(value)) return copy;
  for (const key of Object.keys(value)) define(copy, key, value[key] as Json);
  return copy;
}

function define(target: JsonObject, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
