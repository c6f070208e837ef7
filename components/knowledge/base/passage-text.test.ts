import { expect, test } from "vitest";
import { passageText, passageWords } from "./passage-text.ts";

const policy = `# Warranty policy

## Proof of purchase

Keep the **receipt**.
Or the order number.

## Zips

Covered.`;

test("headings are headings, and not lines that begin with signs", () => {
  expect(passageText({ text: policy, shared: 0, headings: ["Warranty policy"] })).toEqual({
    shared: "",
    title: "Warranty policy",
    parts: [
      { isHeading: true, text: "Proof of purchase" },
      { isHeading: false, text: "Keep the **receipt**.\nOr the order number." },
      { isHeading: true, text: "Zips" },
      { isHeading: false, text: "Covered." },
    ],
  });
});

test("a title that only the document's titles say is shown all the same; what is shared stands apart", () => {
  expect(passageText({ text: "Before. Then more.", shared: 8, headings: ["Rules", "Zips"] })).toEqual({
    shared: "Before.",
    title: "Zips",
    parts: [{ isHeading: false, text: "Then more." }],
  });
});

test("signs in code are code, and a lone sign is text", () => {
  const text = "```sh\n# install\n\nnpm ci\n```\n\n#\n\n#tag is no heading";
  expect(passageText({ text, shared: 0, headings: [] }).parts).toEqual([
    { isHeading: false, text: "```sh\n# install\n\nnpm ci\n```" },
    { isHeading: false, text: "#" },
    { isHeading: false, text: "#tag is no heading" },
  ]);
});

test("as words: without the title that stands above, and without signs", () => {
  expect(passageWords({ text: policy, headings: ["Warranty policy"] })).toBe(
    "Proof of purchase\nKeep the **receipt**.\nOr the order number.\nZips\nCovered.",
  );
});
