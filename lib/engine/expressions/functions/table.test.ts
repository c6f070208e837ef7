import { describe, expect, it } from "vitest";
import { compileExpression } from "../compile.ts";
import { METHOD_RECEIVERS, OWN_NAMESPACES } from "./entry.ts";
import { constantTable, findFunction, functionTable } from "./table.ts";

const scope = { root: () => undefined, now: Date.UTC(2026, 0, 1), seed: "s", clock: () => 0 };
const run = (source: string) => compileExpression(source).evaluate(scope);
/** Not in JavaScript, or given by the run. */
const isOwn = (receiver: string) => (OWN_NAMESPACES as readonly string[]).includes(receiver);
const OURS = ["uuid", "random", "now"];

describe("the table of functions", () => {
  it.each(functionTable.map((entry) => [`${entry.receiver} ${entry.signature}`, entry] as const))(
    "%s has an example that shows it",
    (_title, entry) => {
      expect(entry.example).toContain(entry.name);
      expect(entry.signature).toContain(`${entry.name}(`);
      expect(entry.description).toMatch(/^[^.].*[^.]$/);
      const result = run(entry.example);
      if (OURS.includes(entry.name) || isOwn(entry.receiver)) return;
      const expected: unknown = new Function(`return (${entry.example});`)();
      expect(JSON.stringify(result)).toBe(JSON.stringify(expected));
    },
  );

  it("holds each function once", () => {
    const keys = functionTable.map((entry) => `${entry.receiver}.${entry.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("takes functions at the same places wherever a name is used", () => {
    for (const entry of functionTable) {
      for (const receiver of METHOD_RECEIVERS) {
        const other = findFunction(receiver, entry.name);
        const isMethod = (METHOD_RECEIVERS as readonly string[]).includes(entry.receiver);
        if (isMethod && other !== undefined) expect(other.callbacks, entry.name).toEqual(entry.callbacks);
      }
    }
  });

  it.each(constantTable.map((constant) => [constant.name, constant.value] as const))(
    "%s is what it is in JavaScript",
    (name, value) => {
      const expected: unknown = new Function(`return ${name};`)();
      expect(value).toBe(expected);
      expect(compileExpression(`String(${name})`).evaluate(scope)).toBe(String(expected));
    },
  );
});
