import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { byTurn, compiled, drawn, type Kernel, kernel, outcomeOf } from "./testing/drawn-graphs.ts";
import { mutants } from "./testing/mutants.ts";
import { reference } from "./testing/reference.ts";

const source = readFileSync(new URL("settlement.ts", import.meta.url), "utf8");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-mutants-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The kernel of this source. It imports types only, so it can stand anywhere. */
async function kernelOf(text: string, name: string): Promise<Kernel> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { Settlement: Kernel };
  return loaded.Settlement;
}

/** The property of settlement.property.test.ts, up to the first graph on which the two come apart. */
function isCaught(Settlement: Kernel): boolean {
  const property = fc.property(fc.array(drawn, { minLength: 2, maxLength: 14 }), (all) => {
    const graph = compiled(all);
    if (!graph) return;
    const expected = reference(graph, outcomeOf(all), byTurn(all));
    expect(kernel(Settlement, graph, outcomeOf(all), byTurn(all))).toEqual(expected);
  });
  return fc.check(property, { numRuns: 3_000, seed: 20_261_125, endOnFailure: true }).failed;
}

describe("mistakes in the kernel", () => {
  it("finds nothing in the kernel as it is, loaded the same way", async () => {
    expect(isCaught(await kernelOf(source, "unchanged"))).toBe(false);
  });

  it.each(mutants.map((mutant, index) => [`${mutant.rule} ${mutant.what}`, mutant, index] as const))(
    "finds that %s",
    async (_name, { from, to }, index) => {
      expect(source.split(from), "the piece is in the source once").toHaveLength(2);
      expect(isCaught(await kernelOf(source.replace(from, to), `mutant-${index}`))).toBe(true);
    },
  );

  it("are ten at least", () => expect(mutants.length).toBeGreaterThanOrEqual(10));
});
