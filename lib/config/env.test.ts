import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { envSchema, parseEnv } from "./env.ts";

test("a variable that is set to nothing counts as not set, as compose files and shells leave it", () => {
  const empty = Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, ""]));
  expect(parseEnv(empty)).toEqual(parseEnv({}));
  expect(parseEnv(empty)).toMatchObject({ PORT: 3000, HEDDLE_DATA_DIR: ".heddle", HEDDLE_RUNTIME: "embedded" });
});

test("what does not parse is named, all of it at once", () => {
  expect(() => parseEnv({ PORT: "many", HEDDLE_ROLE: "boss" })).toThrow(/PORT[\s\S]*HEDDLE_ROLE/);
});

test("addresses of proxies are a list, and each is looked at", () => {
  expect(parseEnv({ HEDDLE_TRUSTED_PROXIES: "10.0.0.0/8, ::1" }).HEDDLE_TRUSTED_PROXIES).toEqual(["10.0.0.0/8", "::1"]);
  expect(parseEnv({}).HEDDLE_TRUSTED_PROXIES).toEqual([]);
  expect(() => parseEnv({ HEDDLE_TRUSTED_PROXIES: "10.0.0.0/8, proxy" })).toThrow(/HEDDLE_TRUSTED_PROXIES/);
});

test("address and token of Redis come together", () => {
  expect(() => parseEnv({ UPSTASH_REDIS_REST_URL: "https://redis.example" })).toThrow(/set both/);
  expect(() => parseEnv({ UPSTASH_REDIS_REST_TOKEN: "secret" })).toThrow(/set both/);
  expect(
    parseEnv({ UPSTASH_REDIS_REST_URL: "https://redis.example", UPSTASH_REDIS_REST_TOKEN: "secret" }),
  ).toMatchObject({
    UPSTASH_REDIS_REST_TOKEN: "secret",
  });
});

describe("a variable that stands in a file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "heddle-env-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function file(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  test("is read, for every variable, without the blanks and the line end that editors leave", () => {
    expect(
      parseEnv({
        HEDDLE_SECRET_KEY_FILE: file("key", "a key\n"),
        PORT_FILE: file("port", " 3001\r\n"),
        DATABASE_URL_FILE: file("url", "postgresql://db/heddle"),
      }),
    ).toMatchObject({ HEDDLE_SECRET_KEY: "a key", PORT: 3001, DATABASE_URL: "postgresql://db/heddle" });
  });

  test("counts as not set when the file holds nothing", () => {
    expect(parseEnv({ HEDDLE_SECRET_KEY_FILE: file("key", "\n") }).HEDDLE_SECRET_KEY).toBeUndefined();
  });

  test("must not stand in the environment too, and must be there: all of it is said at once", () => {
    const both = { HEDDLE_SECRET_KEY: "one", HEDDLE_SECRET_KEY_FILE: file("key", "other") };
    expect(() => parseEnv({ ...both, DATABASE_URL_FILE: join(folder, "nowhere"), PORT: "many" })).toThrow(
      /DATABASE_URL_FILE: ENOENT[\s\S]*HEDDLE_SECRET_KEY_FILE: HEDDLE_SECRET_KEY is set too[\s\S]*PORT/,
    );
  });

  test("does not show what it holds when it does not parse", () => {
    expect(() => parseEnv({ PORT_FILE: file("port", "top secret") })).toThrow(/^(?![\s\S]*top secret)[\s\S]*PORT/);
  });
});
