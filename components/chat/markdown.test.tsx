import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown.tsx";

const drawn = (text: string, sources: readonly number[] = []) =>
  renderToStaticMarkup(
    <Markdown text={text} drawCite={(number) => (sources.includes(number) ? <sup>{number}</sup> : null)} />,
  );

test("Markdown becomes elements", () => {
  const html = drawn(
    "A **b** and *c*, ~~d~~ `e`.\n\n- one\n  - two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> said\n\n```js\nlet a;\n```",
  );
  for (const part of ["<strong>b</strong>", "<em>c</em>", "<del>d</del>", "<th", "<blockquote", "<pre", "let a;"])
    expect(html).toContain(part);
  expect(html.match(/<ul/g)).toHaveLength(2);
});

const hostile = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "text <svg/onload=alert(1)> text",
  "<iframe srcdoc='<script>alert(1)</script>'>",
  "<a href=javascript:alert(1)>x</a>",
  "- <b onclick=alert(1)>x</b>",
  "| <img src=x onerror=alert(1)> |\n| - |\n| <script>alert(1)</script> |",
  "> <style>*{display:none}</style>",
  "![x](https://elsewhere.example/pixel.png)",
  "[![x](https://elsewhere.example/pixel.png)](javascript:alert(1))",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt&#58;alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x][1]\n\n[1]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "[x](<javascript:alert(1)> 'onmouseover=alert(1)')",
  '[x](https://a.example "\\" onmouseover=alert(1)")',
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
];
/** What a browser would run or load: elements, handlers, addresses. */
const harmful =
  /<(script|img|svg|iframe|style|object|embed|link|b)[\s>/](?!.*lucide)|<[^>]*\son\w+\s*=|(href|src)="(?!https?:|mailto:)/i;

test.each(hostile)("%j is shown and does nothing", (text) => {
  const html = drawn(text).replaceAll(/<button.*?<\/button>/gs, "");
  expect(html).not.toMatch(harmful);
});

test("the same texts as markup would have done something", () => {
  const markup = hostile.filter(
    (text) => text.includes("<") && !text.startsWith("`") && !text.startsWith("[") && !text.startsWith("<java"),
  );
  expect(markup.length).toBeGreaterThan(6);
  for (const text of markup) expect(text).toMatch(/<(script|img|svg|iframe|style|a|b)[\s>/]/i);
  expect('<a href="javascript:alert(1)">x</a>').toMatch(harmful);
  expect('<p onclick="x">').toMatch(harmful);
});

test("links lead out and nowhere back; where they do not lead is said", () => {
  expect(drawn("[a](https://a.example/b)")).toContain(
    '<a href="https://a.example/b" target="_blank" rel="noopener noreferrer nofollow"',
  );
  expect(drawn("[a](/workflows)")).toContain("(/workflows)");
  expect(drawn("![a picture](https://a.example/p.png)")).toContain('href="https://a.example/p.png"');
});

test("numbers of sources are marks, others stay as they are written, whatever the text defines", () => {
  expect(drawn("Covered [1], not [7].", [1])).toContain("Covered <sup>1</sup>, not [7].");
  expect(drawn("Covered [1].\n\n[1]: https://evil.example", [1])).toContain("<sup>1</sup>");
  expect(drawn("Both [1][2].", [1, 2])).toContain("<sup>1</sup><sup>2</sup>");
  expect(drawn("`[1]`", [1])).not.toContain("<sup>");
});

test("a text too deep to read is shown as it is", () => {
  expect(drawn(`${">".repeat(5_000)}a`)).toContain("&gt;&gt;&gt;");
});
