import { describe, expect, test } from "vitest";
import { codeTones } from "./code-tones.ts";
import { introOf } from "./expressions-intro.ts";
import { headingsOf, parseMarkdown, plainText, sectionsOf } from "./markdown.ts";

describe("a page in Markdown", () => {
  test("says its words without marks, and nothing of HTML", () => {
    const tokens = parseMarkdown(
      "A **b *c*** `d < e` [f](g.md) <b onclick=x>h</b>\n\n<!-- i -->\n\n- j\n- k\n\n| l | m |\n|---|---|\n| n \\| o | p |\n",
    );
    expect(plainText(tokens)).toBe("A b c d < e f h j k l m n | o p");
  });

  test("has an id for each heading, also where one comes twice", () => {
    const tokens = parseMarkdown("## How they're kept\n\n## `resolve` it\n\n## How they're kept\n");
    expect([...headingsOf(tokens).values()].map(({ id }) => id)).toEqual([
      "how-theyre-kept",
      "resolve-it",
      "how-theyre-kept-2",
    ]);
  });

  test("falls into sections; deeper headings stay inside of them", () => {
    const sections = sectionsOf(parseMarkdown("before\n\n## One\n\ntext\n\n### Deep\n\nmore\n\n## Two\n"), 2);
    expect(sections.map(({ heading, tokens }) => [heading?.text, plainText(tokens)])).toEqual([
      [undefined, "before"],
      ["One", "text Deep more"],
      ["Two", ""],
    ]);
  });

  test("ends before its tables of functions, where the page of expressions draws them itself", () => {
    const intro = introOf(
      "<!-- made -->\n# Expressions\n\nText.\n\n## Names\n\n`trigger`\n\n## Functions\n\n| a |\n|---|\n",
    );
    expect(plainText(intro)).toBe("Text. Names trigger");
  });
});

describe("the tones of code", () => {
  const samples = [
    ["json", '{ "a\\"b": [1, -2.5e3, "c: d", true, null] }'],
    ["sh", "curl -X PUT 'https://x.example/?a=b' \\\n  -H \"A: $B\" # why\nnpm start --help now"],
    [undefined, "anything {{ at.all }}"],
  ] as const;
  test.each(samples)("of %s leave every character in its place", (language, code) => {
    expect(
      codeTones(code, language)
        .map(({ text }) => text)
        .join(""),
    ).toBe(code);
  });

  test("tell keys from values", () => {
    const parts = codeTones('{ "a": "b", "c": 1 }', "json").filter(({ tone }) => tone !== "quiet");
    expect(parts.filter(({ tone }) => tone === "string").map(({ text }) => text)).toEqual(['"b"']);
    expect(parts.filter(({ tone }) => tone === "number").map(({ text }) => text)).toEqual(["1"]);
  });
});
