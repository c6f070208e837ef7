import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { playwrightTally, vitestTally } from "./test-results.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-tally-"));
  file = join(folder, "report.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("Vitest's tests are counted by how they ended, and a file that did not load counts as failed", () => {
  const results = (...statuses: string[]) => statuses.map((status) => ({ status, fullName: `it ${status}` }));
  const testResults = [
    { name: "a.test.ts", status: "failed", assertionResults: results("passed", "passed", "failed", "pending", "todo") },
    { name: "broken.test.ts", status: "failed", assertionResults: [] },
  ];
  expect(vitestTally(report({ testResults }))).toEqual({
    passed: 2,
    failed: 2,
    skipped: 2,
    notes: ["failed: it failed", "skipped: it pending", "skipped: it todo", "failed: broken.test.ts did not load"],
  });
});

test("Playwright's tests are counted through nested suites, and one that passed only when repeated has failed", () => {
  const spec = (title: string, status: string, annotations: unknown[] = []) => ({
    file: "a.spec.ts",
    title,
    tests: [{ status, annotations }],
  });
  const inner = { specs: [spec("broke", "unexpected"), spec("shaky", "flaky")] };
  const skipped = spec("left out", "skipped", [{ type: "skip", description: "no microphone here" }]);
  const suites = [{ specs: [spec("fine", "expected"), skipped], suites: [inner] }];
  expect(playwrightTally(report({ suites, errors: [{ message: "the server did not start\nmore" }] }))).toEqual({
    passed: 1,
    failed: 3,
    skipped: 1,
    notes: [
      "failed: end-to-end: the server did not start",
      "failed: a.spec.ts: broke",
      "failed: a.spec.ts: shaky (passed only when repeated)",
      "skipped: a.spec.ts: left out (no microphone here)",
    ],
  });
});

test("no report is a failure, not nothing", () => {
  expect(vitestTally(file).failed).toBe(1);
  expect(playwrightTally(file).failed).toBe(1);
});
