import { customType, timestamp } from "drizzle-orm/pg-core";
import { parseJson } from "#lib/engine/parse-json.ts";

/**
 * JSON kept as its text. `jsonb` refuses NUL and loses key order, duplicate text and numbers as written; what users
 * store has to come back as it was.
 */
export function jsonText<T>(name: string) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(value),
    // Nobody but `toDriver` writes it.
    fromDriver: (value) => parseJson(value) as T,
  })(name);
}

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});

export function at(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date" });
}
