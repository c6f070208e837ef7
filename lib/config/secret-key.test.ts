import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSecretKey } from "./secret-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a key is made once, with 256 random bits, and read by its owner alone", () => {
  const dataDir = join(folder, "data");
  const key = loadSecretKey(dataDir, undefined);
  expect(Buffer.from(key, "base64url")).toHaveLength(32);
  expect(loadSecretKey(dataDir, undefined)).toBe(key);
  expect(statSync(join(dataDir, "secret-key")).mode & 0o777).toBe(0o600);
  expect(loadSecretKey(join(folder, "other"), undefined)).not.toBe(key);
});

test("a key of the environment is taken, and none is written", () => {
  expect(loadSecretKey(folder, "from outside")).toBe("from outside");
  expect(loadSecretKey(folder, undefined)).not.toBe("from outside");
});

test("an empty key file is not replaced: a new key could not open what the old one closed", () => {
  writeFileSync(join(folder, "secret-key"), "");
  expect(() => loadSecretKey(folder, undefined)).toThrow(join(folder, "secret-key"));
  expect(readFileSync(join(folder, "secret-key"), "utf8")).toBe("");
});
