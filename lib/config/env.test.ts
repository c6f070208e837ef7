import { expect, test } from "vitest";
import { envSchema, parseEnv } from "./env.ts";

test("a variable that is set to nothing counts as not set, as compose files and shells leave it", () => {
  const empty = Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, ""]));
  expect(parseEnv(empty)).toEqual(parseEnv({}));
  expect(parseEnv(empty)).toMatchObject({ PORT: 3000, HEDDLE_DATA_DIR: ".heddle", HEDDLE_RUNTIME: "embedded" });
});

test("what does not parse is named, all of it at once", () => {
  expect(() => parseEnv({ PORT: "many", HEDDLE_ROLE: "boss" })).toThrow(/PORT[\s\S]*HEDDLE_ROLE/);
});
