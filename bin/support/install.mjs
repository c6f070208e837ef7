import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.mjs";
import { root } from "./paths.mjs";

/** Installs what the lock file says, if what is installed is something else. @returns {Promise<boolean>} */
export async function ensureInstalled() {
  if (isInstalled()) return true;
  console.log("Installing packages…");
  const { ok } = await command("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (!ok) console.error("The packages could not be installed: see npm's message above.");
  return ok;
}

/** npm writes its own lock file into node_modules last, so that an installation cut short does not count. */
function isInstalled() {
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const wanted = packagesOf(join(root, "package-lock.json"));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || !path.startsWith("node_modules/") || entry.optional || entry.devOptional || entry.peer)
      return true;
    return installed[path]?.version === entry.version;
  });
}

/** @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> | undefined} */
function packagesOf(/** @type {string} */ file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
