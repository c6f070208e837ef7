import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "../engine/document.ts";
import { canonicalJson } from "../engine/hash.ts";
import type { Json } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import { fileName, readWorkflows, TextProblem, type WorkflowText, writeWorkflows } from "./text-form.ts";

function withConfig(value: Json, name = "Flow"): WorkflowText {
  const document: WorkflowDocument = {
    schemaVersion: 1,
    settings: { timezone: "Europe/Paris", concurrency: { limit: 2 } },
    nodes: [
      { id: "n_b", key: "start", type: "trigger.manual", version: 1, config: {}, position: { x: -8, y: 0.5 } },
      { id: "n_a", key: "set", type: "made.up", version: 7, config: { value }, parent: null, disabled: true },
    ],
    edges: [{ id: "e", source: "n_b", sourcePort: "out", target: "n_a", targetPort: "in" }],
  };
  return { name, description: "", document };
}

const read = (text: string) => readWorkflows(text, "From a file");
const first = (text: string): WorkflowText => {
  const [one] = read(text);
  if (!one?.ok) throw new Error(JSON.stringify(one));
  return one.workflow;
};

/** Texts that YAML reads as something else, or that a writer breaks. */
const traps = [
  "yes",
  "no",
  "null",
  "~",
  "1e3",
  "0x1f",
  "1_000",
  "2026-11-25",
  "=",
  "<<",
  "*x",
  "&x",
  "!tag",
  "%x",
  "@x",
  "`x",
  "- x",
  "a: b",
  "a #b",
  "#",
  "",
  " ",
  " x ",
  "\n",
  "a\nb\n",
  "a\n\n",
  "\r\n",
  "a\r",
  "\t",
  "\u0000",
  "\u0085",
  "\u2028",
  "\ufeff",
  "---",
  "...",
  "🙂",
  "{{ trigger.body }}",
  "'",
  '"',
  "\\",
  "é",
  "1:30",
  ".inf",
  ".nan",
  "0o7",
  "on",
  "OFF",
];

describe("YAML and JSON", () => {
  test("give back exactly the same document, for any value", () => {
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...traps), fc.string({ maxLength: 200 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        anyText,
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        // A key "__proto__" never gets into a stored document: its schema drops it.
        fc.dictionary(
          anyText.filter((key) => key !== "__proto__"),
          tie("value"),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom("json" as const, "yaml" as const), (given, format) => {
        const workflow = withConfig(given as Json);
        const back = first(writeWorkflows([workflow], format));
        expect(parseJson(JSON.stringify(back))).toEqual(parseJson(JSON.stringify(workflow)));
        // As text, so that a difference shows where it is.
        expect(canonicalJson(back.document as Json)).toBe(canonicalJson(workflow.document as Json));
      }),
      { numRuns: 1_500 },
    );
  });

  test.each(traps)("keep %j as a value and as a name", (text) => {
    const workflow = withConfig({ [text]: text, list: [text, { [text]: [text] }] });
    expect(first(writeWorkflows([workflow], "yaml"))).toEqual(workflow);
  });

  test("YAML is the same text for the same workflow, whatever the order of its keys", () => {
    const one = writeWorkflows([withConfig({ a: 1, b: { c: 2, d: 3 } })], "yaml");
    const { document, ...rest } = withConfig({ b: { d: 3, c: 2 }, a: 1 });
    const { nodes, edges, schemaVersion, settings } = document;
    const other = writeWorkflows(
      [{ ...rest, document: { edges, nodes, settings, schemaVersion } as WorkflowDocument }],
      "yaml",
    );
    expect(other).toBe(one);
    expect(writeWorkflows([first(one)], "yaml")).toBe(one);
    expect(one.split("\n").slice(0, 4)).toEqual(['description: ""', "document:", "  edges:", "    - id: e"]);
  });

  test("several workflows are one file", () => {
    const many = [withConfig(1, "One"), withConfig("---\n", "Two"), withConfig(null, "Three")];
    for (const format of ["json", "yaml"] as const)
      expect(read(writeWorkflows(many, format))).toEqual(many.map((workflow) => ({ ok: true, workflow })));
  });
});

describe("reading", () => {
  test("takes a bare document by the name of its file", () => {
    expect(first(JSON.stringify(withConfig(1).document))).toEqual({ ...withConfig(1), name: "From a file" });
  });

  test.each([
    ["", /nothing in this text/],
    ["{ name: ", /not JSON/],
    ["a: b: c", /not YAML.*line 1/],
    ["a: 1\na: 2", /not YAML.*unique/i],
    ["a: &x [1]\nb: *x", /References/],
    ["{ a: &x [1], b: *x }", /References/],
  ])("%j is refused with its reason", (text, reason) => {
    expect(() => read(text)).toThrow(TextProblem);
    expect(() => read(text)).toThrow(reason);
  });

  test("names what is wrong with each workflow, and reads the others", () => {
    const wrong = { name: "Wrong", document: { schemaVersion: 1, nodes: [{ id: "n" }], edges: [] } };
    const [good, bad, none] = read(JSON.stringify([withConfig(1), wrong, 5]));
    expect(good).toMatchObject({ ok: true });
    expect(bad).toMatchObject({ ok: false, name: "Wrong" });
    expect(bad?.ok === false && bad.problems.join()).toContain("nodes.0");
    expect(none).toMatchObject({ ok: false, name: null });
  });

  test("a bomb of references is not unfolded", () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"])
      lines.push(`${to}: &${to} [*${from}, *${from}, *${from}, *${from}, *${from}, *${from}, *${from}, *${from}]`);
    expect(() => read(lines.join("\n"))).toThrow(TextProblem);
  });
});

test("a file is named after what is in it", () => {
  expect(fileName([{ name: "Ticket triage: Überblick / 2" }], "yaml", "2026-11-25")).toBe(
    "ticket-triage-überblick-2.yaml",
  );
  expect(fileName([{ name: "///" }], "json", "2026-11-25")).toBe("workflow.json");
  expect(fileName([{ name: "a" }, { name: "b" }], "yaml", "2026-11-25")).toBe("workflows-2026-11-25.yaml");
});
