import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../errors.ts";

/**
 * The master key: from the environment, or else made once and kept in the data folder, readable by its owner alone.
 * Whoever loses it loses every stored credential, so it belongs in the same backup as the database.
 */
export function loadSecretKey(dataDir: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment !== undefined) return fromEnvironment;
  const file = join(dataDir, "secret-key");
  const existing = read(file);
  if (existing !== undefined) return existing;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Written aside and linked into place: never half a key, and of two first starts one wins for both.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  const key = read(file);
  if (key === undefined) throw new Error(`The secret key in ${file} is empty. Put the key from your backup there.`);
  return key;
}

/** The key before it, while credentials may still be under that one (`npm run rotate-secret-key`). */
export function loadPreviousKey(dataDir: string, fromEnvironment: string | undefined): string | undefined {
  return fromEnvironment ?? read(join(dataDir, "secret-key.previous"));
}

/** Once nothing is under it any more. */
export function forgetPreviousKey(dataDir: string): void {
  rmSync(join(dataDir, "secret-key.previous"), { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
