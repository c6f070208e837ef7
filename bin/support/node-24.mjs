import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { command } from "./command.mjs";
import { followParent } from "./follow-parent.mjs";
import { root } from "./paths.mjs";

const MAJOR = 24;
/** Tried with every test; a newer 24 of the machine's own is used as it is. */
const VERSION = "24.21.0";
const FOLDER = join(root, ".node");

/**
 * Goes on under Node 24. Where the machine's own Node is older, one is fetched through npm into `.node/` and the
 * script is run again with it; this call then never comes back.
 */
export async function ensureNode24() {
  refuseWindows();
  followParent();
  if (Number.parseInt(process.versions.node, 10) >= MAJOR) return;
  const node = fetchedNode() ?? (await fetchNode());
  const script = process.argv[1] ?? "";
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, PATH: path },
  });
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  await new Promise((resolve) => child.once("close", resolve));
  process.exit(child.exitCode ?? 1);
}

function refuseWindows() {
  if (process.platform !== "win32") return;
  console.error("Heddle runs on Linux and macOS. On Windows use it inside WSL: https://aka.ms/wsl");
  process.exit(1);
}

function fetchedNode() {
  const node = join(FOLDER, "node_modules", "node", "bin", "node");
  if (!existsSync(node)) return undefined;
  const result = spawnSync(node, ["--version"], { encoding: "utf8" });
  return result.stdout?.trim() === `v${VERSION}` ? node : undefined;
}

async function fetchNode() {
  console.log(`Heddle needs Node ${MAJOR}, and this is ${process.versions.node}: fetching Node ${VERSION} into .node/`);
  mkdirSync(FOLDER, { recursive: true });
  const manifest = { private: true, allowScripts: { node: true } };
  writeFileSync(join(FOLDER, "package.json"), `${JSON.stringify(manifest)}\n`);
  // A folder of its own: the clone's lock file stays as it is.
  const install = ["install", "--prefix", FOLDER, "--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  const result = await command("npm", [...install, "--ignore-scripts=false", `node@${VERSION}`], { quiet: true });
  const node = fetchedNode() ?? placeProgram();
  if (result.ok && node !== undefined) return node;
  console.error(result.output);
  console.error(
    `Node ${VERSION} could not be fetched through npm. Install Node ${MAJOR} (https://nodejs.org) and try again.`,
  );
  process.exit(1);
}

/** Some npm set-ups run no install scripts, and the package is put together by one. */
function placeProgram() {
  const folder = join(FOLDER, "node_modules", "node");
  if (existsSync(folder)) spawnSync(process.execPath, ["installArchSpecificPackage.js"], { cwd: folder });
  return fetchedNode();
}
