import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.mjs";
import { root } from "./paths.mjs";

const STAMP = join(root, ".next", "built-from");
/** Everything that the pages are made from. */
const SOURCES = ["app", "components", "lib", "public", "inngest", "db/schema"];
const FILES = ["next.config.ts", "postcss.config.mjs", "proxy.ts", "instrumentation.ts", "tsconfig.json"];

/** @returns {boolean} */
export function isBuilt() {
  return existsSync(STAMP);
}

/** Builds the pages unless they are built from these very sources. @returns {Promise<boolean>} */
export async function ensureBuilt() {
  const sources = sourcesHash();
  if (isBuilt() && readFileSync(STAMP, "utf8") === sources) return true;
  console.log("Building the pages…");
  rmSync(STAMP, { force: true });
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const { ok } = await command(process.execPath, [next, "build"], { env });
  if (ok) writeFileSync(STAMP, sources);
  else console.error("The pages could not be built: see the message above.");
  return ok;
}

function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of [...SOURCES.flatMap(filesIn), ...FILES, "package-lock.json"]) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** @returns {string[]} */
function filesIn(/** @type {string} */ folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => `${folder}/${name}`)
    .flatMap((name) => (statSync(join(root, name)).isDirectory() ? filesIn(name) : [name]))
    .filter((name) => !/\.(test\.tsx?|md)$/.test(name));
}
