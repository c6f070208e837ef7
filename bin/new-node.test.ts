import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const project = path.resolve(import.meta.dirname, "..");
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), "heddle-new-node-"));
  for (const folder of ["bin", "lib", "db"])
    await cp(path.join(project, folder), path.join(copy, folder), { recursive: true });
  for (const file of ["package.json", "biome.json"]) await cp(path.join(project, file), path.join(copy, file));
  const { compilerOptions } = JSON.parse(await readFile(path.join(project, "tsconfig.json"), "utf8"));
  await writeFile(
    path.join(copy, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { ...compilerOptions, plugins: [] },
      include: ["lib/nodes/**/*.ts", "bin/new-node.ts", "db/testing-setup.ts"],
    }),
  );
  // The contract asks nodes that know about a real base.
  const config = { test: { globalSetup: ["db/testing-setup.ts"], testTimeout: 30_000, hookTimeout: 60_000 } };
  await writeFile(path.join(copy, "vitest.config.ts"), `export default ${JSON.stringify(config)};\n`);
  await symlink(path.join(project, "node_modules"), path.join(copy, "node_modules"));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

const node = (...args: string[]) => run(process.execPath, args, { cwd: copy });
const tool = (file: string, ...args: string[]) => node(path.join(project, "node_modules", file), ...args);

test("what new:node writes compiles, is formatted and keeps the contract", { timeout: 120_000 }, async () => {
  await node("bin/new-node.ts", "data.sample", "--title", "Sample");
  await node("bin/new-node.ts", "http.sample-call", "--category", "network", "--effect", "step");
  expect(await readFile(path.join(copy, "lib/nodes/executors.ts"), "utf8")).toContain('"http.sample-call@1"');
  await tool("typescript/bin/tsc", "--noEmit", "-p", ".");
  await tool("@biomejs/biome/bin/biome", "check", "--vcs-enabled=false", "lib/nodes");
  await tool(
    "vitest/vitest.mjs",
    "run",
    "lib/nodes/contract.test.ts",
    "lib/nodes/data-sample",
    "lib/nodes/http-sample-call",
    // The contract of all other nodes is not what this is about.
    "--testNamePattern=data\\.sample|http\\.sample-call|passes on its value",
    "--reporter=json",
    "--outputFile=report.json",
  );
  const report = JSON.parse(await readFile(path.join(copy, "report.json"), "utf8")) as {
    success: boolean;
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  expect(report.success).toBe(true);
  const passed = report.testResults.flatMap((file) =>
    file.assertionResults.filter(({ status }) => status === "passed"),
  );
  expect(passed.filter(({ fullName }) => fullName === "passes on its value")).toHaveLength(2);
  for (const type of ["data.sample", "http.sample-call"]) {
    expect(passed.filter(({ fullName }) => fullName.startsWith(`${type} `)).length).toBeGreaterThan(5);
  }
});

test.each([
  [["data.set"], "is there already"],
  [["Sort"], "is no node type"],
  [["../evil.x"], "is no node type"],
  [["data.x", "--effect", "magic"], "no effect"],
  [["data.x", "--category", "magic"], "no category"],
  [["trigger.x"], "needs a door"],
  [[], "Which node?"],
  [["data.x", "--nope"], "nope"],
])("refuses %j", async (args, reason) => {
  await expect(node("bin/new-node.ts", ...args)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(reason),
  });
});
