import { expect, test } from "vitest";
import { answerTokens } from "./answer-tokens.ts";
import { safeAddress } from "./safe-address.ts";

test("usual Markdown is read", () => {
  const text =
    "# Title\n\n- a\n  - b\n\n> quote\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n---\n\n`code`\n\n```js\nlet a;\n```";
  const types = answerTokens(text)?.map(({ type }) => type);
  expect(types?.filter((type) => type !== "space")).toEqual([
    "heading",
    "list",
    "blockquote",
    "table",
    "hr",
    "paragraph",
    "code",
  ]);
  expect(answerTokens("-".repeat(200))?.map(({ type }) => type)).toEqual(["hr"]);
  expect(answerTokens("word ".repeat(20_000))).toHaveLength(1);
});

const staircase = Array.from({ length: 500 }, (_, i) => `${" ".repeat(i * 2)}- a`).join("\n");
test.each([
  ["quotes", ">".repeat(5_000)],
  ["spaced quotes", "> ".repeat(2_000)],
  ["lists", `${"- ".repeat(3_000)}a`],
  ["a staircase", staircase],
  ["brackets", "[".repeat(20_000)],
  ["emphasis", "_a".repeat(20_000)],
  ["length", "a".repeat(300_001)],
])("what would take the page's time is not read: %s", (_, text) => {
  expect(answerTokens(text)).toBeNull();
});

test.each([
  ["https://a.example/b?c=d#e", "https://a.example/b?c=d#e"],
  [" mailto:a@b.example ", "mailto:a@b.example"],
])("%j is an address to follow", (address, read) => {
  expect(safeAddress(address)).toBe(read);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://a.example/x",
  "/workflows",
  "//evil.example",
  "",
])("%j is not", (address) => {
  expect(safeAddress(address)).toBeNull();
});
