import { expect, test } from "vitest";
import { excerptOf, markWords } from "./mark-words.ts";

const marked = (text: string, question: string) =>
  markWords(text, question)
    .filter((piece) => piece.marked)
    .map((piece) => piece.text);

test("words of the question are marked in any of their forms, neighbours as one", () => {
  const text = "Zips on tents are covered for five years. The Halden 3 has a two-way zip.";
  expect(marked(text, "Zip of my Halden 3 tent broke, is that covered?")).toEqual([
    "Zips",
    "tents",
    "covered",
    "Halden 3",
    "zip",
  ]);
});

test("common words and short ones tell nothing", () => {
  expect(marked("The cat is on the mat and in it.", "Is it on the and")).toEqual([]);
});

test("a word is no other that begins like it", () => {
  expect(marked("A carpenter and a cartography", "car")).toEqual([]);
  expect(marked("Several cars", "car")).toEqual(["cars"]);
});

test("other alphabets are words too", () => {
  expect(marked("Größe und Füße", "größe")).toEqual(["Größe"]);
});

test("nothing of the text is lost, whatever is marked", () => {
  const text = "  Zips, zips\nand more zips.";
  expect(
    markWords(text, "zips")
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
  expect(markWords("", "zips")).toEqual([]);
});

test("an excerpt begins with the sentence of the first marked word", () => {
  const text = `${"Nothing of that here. ".repeat(20)}Zips are covered. ${"And more. ".repeat(40)}`;
  const excerpt = excerptOf(text, "zips", 100);
  expect(excerpt).toMatch(/^…Zips are covered\./);
  expect(excerpt.length).toBeLessThanOrEqual(102);
  expect(excerptOf("Short.", "zips", 100)).toBe("Short.");
  expect(excerptOf(text, "elephants", 100)).toMatch(/^Nothing of that/);
});
