import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} notes what failed or did not run, each with its reason
 */

/** What Vitest's JSON reporter wrote. @returns {Tally} */
export function vitestTally(/** @type {string} */ file) {
  const report = readReport(file);
  if (!report) return nothing("unit and integration tests: no report was written");
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const suite of report.testResults) {
    if (suite.status === "failed" && suite.assertionResults.length === 0) {
      tally.failed++;
      tally.notes.push(`failed: ${suite.name} did not load`);
    }
    for (const test of suite.assertionResults) {
      if (test.status === "passed") tally.passed++;
      else if (test.status === "failed") note(tally, "failed", test.fullName);
      else note(tally, "skipped", test.fullName);
    }
  }
  return tally;
}

/** What Playwright's JSON reporter wrote. @returns {Tally} */
export function playwrightTally(/** @type {string} */ file) {
  const report = readReport(file);
  if (!report) return nothing("end-to-end tests: no report was written");
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const errors = report.errors ?? [];
  for (const error of errors) note(tally, "failed", `end-to-end: ${error.message?.split("\n")[0]}`);
  for (const suite of report.suites) countSuite(suite, tally);
  return tally;
}

function countSuite(/** @type {any} */ suite, /** @type {Tally} */ tally) {
  for (const inner of suite.suites ?? []) countSuite(inner, tally);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const reason = test.annotations.find((/** @type {any} */ a) => a.type === "skip")?.description;
      const name = `${spec.file}: ${spec.title}${reason ? ` (${reason})` : ""}`;
      if (test.status === "expected") tally.passed++;
      else if (test.status === "skipped") note(tally, "skipped", name);
      else note(tally, "failed", test.status === "flaky" ? `${name} (passed only when repeated)` : name);
    }
  }
}

function note(/** @type {Tally} */ tally, /** @type {"failed" | "skipped"} */ kind, /** @type {string} */ name) {
  tally[kind]++;
  tally.notes.push(`${kind}: ${name}`);
}

/** @returns {Tally} */
function nothing(/** @type {string} */ reason) {
  return { passed: 0, failed: 1, skipped: 0, notes: [`failed: ${reason}`] };
}

function readReport(/** @type {string} */ file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8"));
}
