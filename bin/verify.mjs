import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./support/browser.mjs";
import { ensureBuilt } from "./support/build.mjs";
import { command } from "./support/command.mjs";
import { ensureInstalled } from "./support/install.mjs";
import { ensureNode24 } from "./support/node-24.mjs";
import { root } from "./support/paths.mjs";
import { ensureRedis } from "./support/redis.mjs";
import { playwrightTally, vitestTally } from "./support/test-results.mjs";

await ensureNode24();
const reports = mkdtempSync(join(tmpdir(), "heddle-verify-"));
const MINUTE = 60_000;
/** What hangs is ended: several times as long as a stage takes on two busy cores. */
const STAGE_MS = 40 * MINUTE;
const total = { passed: 0, failed: 0, skipped: 0, notes: /** @type {string[]} */ ([]) };

await verify();
rmSync(reports, { recursive: true, force: true });
for (const line of total.notes) console.log(`  ${line}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

/** Every stage that can run does, so that one look shows all that is wrong. */
async function verify() {
  if (!(await stage("install", ensureInstalled))) return;
  const browser = await timed("browser", ensureBrowser);
  await stage("lint", () => tool("@biomejs/biome/bin/biome", ["check", "."]));
  await stage("types", checkTypes);
  await stage("unused code", () => tool("knip/bin/knip.js", []));
  await stage("migrations", () => tool("drizzle-kit/bin.cjs", ["check"]));
  await stage("redis-server, for tests", ensureRedis);
  await timed("unit and integration tests", runVitest);
  const built = await stage("build", ensureBuilt);
  if (!built) return skipEndToEnd("the build failed");
  await stage("size of pages", () => tool("size-limit/bin.js", []));
  if ("missing" in browser) return skipEndToEnd(browser.missing);
  await timed("end-to-end tests", () => runPlaywright(browser.path));
}

/** Deleted pages leave their types behind, and the types of pages are made by Next. */
async function checkTypes() {
  rmSync(join(root, ".next", "types"), { recursive: true, force: true });
  return (await tool("next/dist/bin/next", ["typegen"])) && (await tool("typescript/bin/tsc", ["--noEmit"]));
}

async function runVitest() {
  const file = join(reports, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ok = await tool("vitest/vitest.mjs", args, STAGE_MS);
  add(vitestTally(file), ok, "unit and integration tests ended with an error outside of any test");
}

async function runPlaywright(/** @type {string} */ chromium) {
  const file = join(reports, "playwright.json");
  const env = { HEDDLE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const ok = await tool("@playwright/test/cli.js", ["test", "--reporter=list,json"], STAGE_MS, env);
  add(playwrightTally(file), ok, "end-to-end tests ended with an error outside of any test");
}

function skipEndToEnd(/** @type {string} */ reason) {
  total.failed++;
  total.notes.push(`failed: end-to-end tests did not run: ${reason}`);
}

/** @param {import("./support/test-results.mjs").Tally} tally */
function add(tally, /** @type {boolean} */ ok, /** @type {string} */ otherwise) {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  total.notes.push(...tally.notes);
  if (ok || tally.failed > 0) return;
  total.failed++;
  total.notes.push(`failed: ${otherwise}`);
}

/** A stage without tests of its own counts only when it fails. */
async function stage(/** @type {string} */ name, /** @type {() => Promise<boolean>} */ run) {
  const ok = await timed(name, run);
  if (!ok) {
    total.failed++;
    total.notes.push(`failed: ${name}`);
  }
  return ok;
}

/** @template T @param {string} name @param {() => Promise<T>} run */
async function timed(name, run) {
  const from = Date.now();
  console.log(`\n── ${name}`);
  const result = await run();
  console.log(`── ${name}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
  return result;
}

async function tool(
  /** @type {string} */ script,
  /** @type {string[]} */ args,
  timeoutMs = 4 * MINUTE,
  /** @type {NodeJS.ProcessEnv} */ env = {},
) {
  const { ok, timedOut } = await command(process.execPath, [join(root, "node_modules", script), ...args], {
    timeoutMs,
    env: { NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (timedOut) console.error(`Stopped after ${timeoutMs / MINUTE} minutes.`);
  return ok;
}
