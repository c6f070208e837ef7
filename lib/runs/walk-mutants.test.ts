import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { walkMutants } from "./testing/walk-mutants.ts";

const finder = fileURLToPath(new URL("testing/find-mutants.ts", import.meta.url));
const complaints = new Map<string, string | null>();

/** Looks for some of the mutants, in a process of its own. */
async function find(mutants: readonly string[]): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=react-server", finder, ...mutants]);
  for (const line of stdout.trim().split("\n")) {
    const { mutant, complaint } = JSON.parse(line) as { mutant: string; complaint: string | null };
    complaints.set(mutant, complaint);
  }
}

describe("mistakes in the walk", () => {
  beforeAll(async () => {
    await find(walkMutants.map((_, index) => String(index)));
  }, 300_000);

  it.each(walkMutants.map((mutant, index) => [`${mutant.rule} ${mutant.what}`, mutant, index] as const))(
    "finds that %s",
    (_name, { file, from }, index) => {
      const source = readFileSync(new URL(file, import.meta.url), "utf8");
      expect(source.split(from), "the piece is in the source once").toHaveLength(2);
      expect(complaints.get(String(index))).toEqual(expect.any(String));
    },
  );

  it("are ten at least", () => expect(walkMutants.length).toBeGreaterThanOrEqual(10));
});
