import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, isRootWithApt } from "./apt.mjs";
import { command } from "./command.mjs";
import { root } from "./paths.mjs";

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium that starts on this machine, without fetching one. @returns {Promise<string | undefined>} */
export async function findBrowser() {
  for (const path of [process.env.HEDDLE_CHROMIUM, await playwrightPath(), ...systemPaths()]) {
    if (path && existsSync(path) && starts(path)) return path;
  }
  return undefined;
}

/**
 * The Chromium that belongs to the installed Playwright where it can be fetched quickly, else the system's, else the
 * distribution's package.
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function ensureBrowser() {
  const path = (await findBrowser()) ?? (await fetchBrowser()) ?? (await installPackage());
  if (path) return { path };
  return {
    missing:
      "no Chromium: Playwright's could not be fetched, none is installed, and none could be installed with apt-get. Install Chromium, or set HEDDLE_CHROMIUM to its program.",
  };
}

async function playwrightPath() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

/** @returns {string[]} */
function systemPaths() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC_APPS];
}

/** A browser may be there and yet lack system libraries, so it has to show a page. */
function starts(/** @type {string} */ path) {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const result = spawnSync(path, [...flags, "--dump-dom", "about:blank"], { encoding: "utf8", timeout: 60_000 });
  return result.status === 0 && result.stdout.includes("<html");
}

async function fetchBrowser() {
  if (!(await reachable("https://cdn.playwright.dev/"))) return undefined;
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const withLibraries = isRootWithApt() ? ["--with-deps"] : [];
  console.log("Fetching Playwright's Chromium…");
  await command(process.execPath, [cli, "install", ...withLibraries, "chromium"], { timeoutMs: 4 * 60_000 });
  return findBrowser();
}

async function installPackage() {
  if (!isRootWithApt()) return undefined;
  console.log("Installing the system's Chromium package…");
  await aptInstall("chromium");
  return findBrowser();
}

async function reachable(/** @type {string} */ address) {
  try {
    await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}
