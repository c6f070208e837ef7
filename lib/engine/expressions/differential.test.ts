import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { compileExpression } from "./compile.ts";
import { isExpressionError } from "./errors.ts";
import { functionTable } from "./functions/table.ts";
import type { Form } from "./testing/form.ts";
import { allForms, functionForms, sampleScope } from "./testing/forms.ts";
import { expressionOf } from "./testing/generate.ts";
import { ownForms } from "./testing/own-forms.ts";
import { peers } from "./testing/peers.ts";
import { syntaxForms } from "./testing/syntax-forms.ts";

type Outcome = { value: string } | { threw: string };
type Evaluate = (source: string) => Outcome;

const names = Object.keys(sampleScope);
/** Differ between two evaluations by their nature, and have tests of their own. */
const IMPURE = ["global.uuid", "global.random", "Math.random", "Date.now"];
const USES = 50;

const byHeddle: Evaluate = (source) => {
  const scope = {
    root: (name: string) => (sampleScope as Record<string, Json>)[name],
    now: 0,
    seed: "",
    clock: () => 0,
  };
  try {
    return { value: JSON.stringify(compileExpression(source).evaluate(scope)) };
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    return { threw: error.message };
  }
};

const byJavaScript: Evaluate = (source) => {
  const run = new Function(...names, ...Object.keys(peers), `"use strict"; return (${source});`);
  try {
    return {
      value: JSON.stringify(run(...Object.values(structuredClone(sampleScope)), ...Object.values(peers))) ?? "null",
    };
  } catch (error) {
    return { threw: String(error) };
  }
};

/** Generates expressions of one form until enough of them gave a value; the engines must agree on each. */
function compare(form: Form, ours: Evaluate): { values: number; differences: string[] } {
  let values = 0;
  const differences: string[] = [];
  for (const source of fc.sample(expressionOf(form, 2), { numRuns: 8 * USES, seed: 20260101 })) {
    if (values >= USES && differences.length === 0) break;
    const expected = byJavaScript(source);
    const actual = ours(source);
    if ("value" in expected) values++;
    const same = "value" in expected ? "value" in actual && actual.value === expected.value : "threw" in actual;
    if (!same)
      differences.push(`${source}\n  JavaScript ${JSON.stringify(expected)}\n  Heddle ${JSON.stringify(actual)}`);
  }
  return { values, differences };
}

describe("against the JavaScript engine", () => {
  it.each(allForms.map((form) => [form.key, form] as const))(
    "%s gives what JavaScript gives, 50 times",
    (_key, form) => {
      const { values, differences } = compare(form, byHeddle);
      expect(differences.slice(0, 3).join("\n")).toBe("");
      expect(values).toBeGreaterThanOrEqual(USES);
    },
  );

  it("covers every function of the table", () => {
    const listed = functionTable
      .map((entry) => `${entry.receiver}.${entry.name}`)
      .filter((key) => !IMPURE.includes(key));
    expect([...functionForms, ...ownForms].map((form) => form.key).sort()).toEqual(listed.sort());
  });

  it("sees a difference where there is one", () => {
    const form = syntaxForms.find((candidate) => candidate.key === "+") as Form;
    const wrong: Evaluate = (source) => (source.includes("+") ? byHeddle(source.replace("+", "-")) : byHeddle(source));
    expect(compare(form, wrong).differences).not.toEqual([]);
  });
});
