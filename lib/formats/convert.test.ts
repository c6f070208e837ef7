import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../engine/json.ts";
import { convert } from "./convert.ts";
import type { Conversion } from "./protocol.ts";

const good = (conversion: Conversion, value: Json, options: JsonObject = {}) => {
  const answer = convert({ conversion, value, options });
  if ("problem" in answer) throw new Error(answer.problem.message);
  return answer.value;
};
const bad = (conversion: Conversion, value: Json, options: JsonObject = {}) => {
  const answer = convert({ conversion, value, options });
  return "problem" in answer ? answer.problem : null;
};

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const plain = fc.string({ unit: "binary" }).filter((text) => text.isWellFormed() && !text.includes("\0"));

describe("comes back as it went", () => {
  it("JSON, also a value a line", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json;
        // Whole numbers that other languages would read as another are refused, which is a test of its own.
        if (bad("json.parse", JSON.stringify(json))?.message.includes("kept exactly")) return;
        const same = JSON.parse(JSON.stringify(json)) as Json;
        expect(good("json.parse", good("json.write", json, { indent: true }))).toEqual(same);
        expect(good("json.parse", good("json.write", [json, json], { lines: true }), { lines: true })).toEqual([
          same,
          same,
        ]);
      }),
    );
  });

  it("YAML", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        if (JSON.stringify(json).includes("__proto__")) return;
        expect(good("yaml.parse", good("yaml.write", json))).toEqual(json);
      }),
    );
  });

  it("CSV with any text in it, whatever stands between", () => {
    const delimiter = fc.constantFrom(",", ";", "tab", "|");
    const rows = fc.array(fc.record({ a: plain, b: plain }), { minLength: 1 });
    fc.assert(
      fc.property(rows, delimiter, (value, between) => {
        const text = good("csv.write", value, { delimiter: between, formulas: true });
        // An empty row has nothing to tell it from an empty line; carriage returns alone are line ends.
        const kept = value.filter(({ a, b }) => a !== "" || b !== "");
        if (kept.length < value.length || JSON.stringify(value).includes("\\ufeff")) return;
        expect(good("csv.parse", text, { delimiter: between })).toEqual(value);
      }),
    );
  });

  it("XML, of texts", () => {
    const text = fc
      .string({ unit: "grapheme-ascii", minLength: 1 })
      .map((one) => one.trim())
      .filter((one) => one !== "");
    fc.assert(
      fc.property(fc.dictionary(name, text, { minKeys: 1, noNullPrototype: true }), (members) => {
        const value = { root: members };
        expect(good("xml.parse", good("xml.write", value, { indent: false }))).toEqual(value);
      }),
    );
  });
});

describe("CSV", () => {
  it("finds the separator, outside of quotes", () => {
    expect(good("csv.parse", 'a;"b,c,d"\n1;2\n')).toEqual([{ a: "1", "b,c,d": "2" }]);
    expect(good("csv.parse", "\uFEFFa\tb\r\n1\t2\r\n")).toEqual([{ a: "1", b: "2" }]);
  });

  it("keeps values as text unless told otherwise, and never makes another number of one", () => {
    const text = "a,b,c,d,e\n0042,1.5,true,9007199254740993,1e3\n";
    expect(good("csv.parse", text)).toEqual([{ a: "0042", b: "1.5", c: "true", d: "9007199254740993", e: "1e3" }]);
    expect(good("csv.parse", text, { types: true })).toEqual([
      { a: "0042", b: 1.5, c: true, d: "9007199254740993", e: 1000 },
    ]);
  });

  it("gives columns without a name, or with one that comes twice, a number", () => {
    expect(good("csv.parse", "a,,a\n1,2,3\n")).toEqual([{ a: "1", column_2: "2", a_2: "3" }]);
  });

  it("says which row does not fit", () => {
    expect(bad("csv.parse", "a,b\n1,2\n1,2,3\n")).toMatchObject({ where: { row: 3 } });
    expect(good("csv.parse", "a,b\n1,2,3\n4\n", { ragged: true })).toEqual([
      { a: "1", b: "2", _more: ["3"] },
      { a: "4", b: "" },
    ]);
    expect(bad("csv.parse", 'a,b\n"1,2\n')).toMatchObject({ message: expect.stringContaining("cannot be read") });
  });

  it.each(["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])("%j is kept from computing", (text) => {
    const written = good("csv.write", [{ a: text }], { header: false });
    expect(written).toContain(`'${text}`);
    expect(good("csv.write", [{ a: text }], { header: false, formulas: true })).not.toContain("'");
  });

  it("numbers are no formulas", () => {
    expect(good("csv.write", [{ a: -5, b: "-5", c: "+49" }], { header: false })).toBe("-5,-5,+49\r\n");
  });

  it("holds a column called __proto__ like any other", () => {
    expect(JSON.stringify(good("csv.parse", "__proto__\n1\n"))).toBe('[{"__proto__":"1"}]');
  });
});

describe("JSON", () => {
  it.each([
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": x\n}', 2, 8],
    ["", 1, 1],
  ])("%j: says where it breaks", (text, line, column) => {
    expect(bad("json.parse", text)?.where).toEqual({ line, column });
  });

  it("refuses a number that would come out as another", () => {
    expect(bad("json.parse", '{"id": 9007199254740993}')?.message).toContain("9007199254740993");
    expect(good("json.parse", '{"id": 9007199254740991, "f": 0.1}')).toEqual({ id: 9007199254740991, f: 0.1 });
  });

  it("refuses what is nested without end", () => {
    expect(bad("json.parse", `${"[".repeat(5000)}${"]".repeat(5000)}`)).not.toBeNull();
  });
});

describe("XML", () => {
  it("makes a list of what comes several times, or is called one", () => {
    expect(good("xml.parse", "<a><b>1</b><b>2</b></a>")).toEqual({ a: { b: ["1", "2"] } });
    expect(good("xml.parse", "<a><b>1</b></a>", { lists: ["b"] })).toEqual({ a: { b: ["1"] } });
    expect(good("xml.parse", "<s:a xmlns:s='x'><s:b>007</s:b></s:a>", { namespaces: false })).toMatchObject({
      a: { b: "007" },
    });
  });

  it.each([
    ["entities that grow", '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'],
    ["a file", '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&f;</l>'],
    ["a document type elsewhere", '<!DOCTYPE l SYSTEM "http://127.0.0.1/x.dtd"><l/>'],
    ["a tag that is not closed", "<a><b></a>"],
    ["no XML at all", "hello"],
    ["endless nesting", `${"<a>".repeat(2000)}${"</a>".repeat(2000)}`],
  ])("refuses %s", (_, text) => {
    expect(bad("xml.parse", text)).not.toBeNull();
  });

  it("writes no name that is none", () => {
    expect(bad("xml.write", { "a><script": "x" })).not.toBeNull();
    expect(bad("xml.write", { a: 1, b: 2 })?.message).toContain("one outermost element");
    expect(good("xml.write", { a: "<b>&" }, { indent: false })).toContain("<a>&lt;b&gt;&amp;</a>");
  });
});

describe("YAML", () => {
  it.each([
    ["a name twice", "a: 1\na: 2\n"],
    ["a tag of one's own", "a: !!js/function 'x'\n"],
    [
      "aliases that grow",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((n, i) => `${n}: &${n} [${Array(9).fill(`*${"abcdefgh"[i]}`).join()}]`)
        .join("\n")}\n`,
    ],
    ["broken indents", "a:\n  - b\n - c\n"],
  ])("refuses %s", (_, text) => {
    expect(bad("yaml.parse", text)).not.toBeNull();
  });

  it("keeps dates text, and reads several documents", () => {
    expect(good("yaml.parse", "due: 2026-11-25\n---\nyes: no\n")).toEqual([{ due: "2026-11-25" }, { yes: "no" }]);
  });
});

describe("HTML", () => {
  const page = `<html><head><title>Shop</title><script>alert(1)</script></head><body><h1> Lamps
    &amp; more </h1><ul><li>One</li><li>Two</li></ul><a href="/x" onclick="y()">Go</a></body></html>`;

  it("takes texts, attributes and markup, one or all", () => {
    const values: JsonObject[] = [
      { name: "title", selector: "h1" },
      { name: "items", selector: "li", all: true },
      { name: "link", selector: "a", take: "href" },
      { name: "inside", selector: "ul", take: "inside" },
      { name: "none", selector: ".none" },
    ];
    expect(good("html.extract", page, { values })).toEqual({
      title: "Lamps & more",
      items: ["One", "Two"],
      link: "/x",
      inside: "<li>One</li><li>Two</li>",
      none: null,
    });
  });

  it("says whose selector cannot be read", () => {
    expect(bad("html.extract", page, { values: [{ name: "x", selector: "a[" }] })).toMatchObject({
      where: { name: "x" },
    });
  });

  it("reads as a person does", () => {
    expect(good("html.text", page)).toBe("Lamps & more\n\n- One\n\n- Two\n\nGo");
  });

  it("escapes what goes into a table", () => {
    const table = good("html.table", [{ "<b>": "<script>\"'&" }, { other: null }], { caption: "A&B" });
    expect(table).toContain("<caption>A&amp;B</caption>");
    expect(table).toContain("<td>&lt;script&gt;&quot;&#39;&amp;</td>");
    expect(table).not.toContain("<script>");
  });

  it("bounds nesting", () => {
    expect(bad("html.text", "<div>".repeat(5_000))).not.toBeNull();
  });
});
