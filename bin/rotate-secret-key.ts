import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "../lib/config/env.ts";

/**
 * Makes a new master key in the data folder and keeps the one before it beside: `npm run rotate-secret-key`. The next
 * start puts every credential under the new key and then forgets the old one. Stop the server first.
 */
export function rotateSecretKey(dataDir: string): void {
  const key = join(dataDir, "secret-key");
  const previous = join(dataDir, "secret-key.previous");
  if (!existsSync(key)) throw new Error(`There is no secret key in ${dataDir}. Is HEDDLE_DATA_DIR right?`);
  if (existsSync(previous))
    throw new Error("The last change of the key has not come to its end. Start Heddle once, then change it again.");
  // The old key first: whatever is interrupted here, no key is lost.
  writeFileSync(previous, readFileSync(key), { mode: 0o600, flag: "wx" });
  const aside = `${key}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  renameSync(aside, key);
}

if (import.meta.main) {
  const env = parseEnv(process.env);
  if (env.HEDDLE_SECRET_KEY !== undefined) {
    console.error(
      "The secret key comes from HEDDLE_SECRET_KEY. Put the new key there and the old one into HEDDLE_SECRET_KEY_PREVIOUS, and start.",
    );
    process.exit(1);
  }
  try {
    rotateSecretKey(env.HEDDLE_DATA_DIR);
    console.log("There is a new secret key. Start Heddle: it puts every credential under it. Back the key up again.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
