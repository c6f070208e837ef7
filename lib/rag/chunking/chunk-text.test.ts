import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BaseSettings } from "../base-settings.ts";
import type { Heading, ParsedText } from "../parsed-text.ts";
import { chunkText } from "./chunk-text.ts";
import { countTokens, createTokenCounter } from "./tokens.ts";

const settings = (more: Partial<BaseSettings> = {}): BaseSettings => ({
  size: 40,
  overlap: 8,
  sectionSize: 0,
  ...more,
});
const plain = (text: string): ParsedText => ({ text, headings: [], pages: [] });

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zäé]{1,14}$/) },
  { weight: 3, arbitrary: fc.constantFrom(" ", "  ", ". ", ", ", "\n", "\n\n", "! ", "\t") },
  { weight: 1, arbitrary: fc.constantFrom("知識", "。", "😀", "\ud800", "12345", "—", "https://a.example/b?c=d") },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);
const parsedText: fc.Arbitrary<ParsedText> = fc
  .record({
    pieces: fc.array(piece, { maxLength: 400 }),
    titles: fc.array(fc.tuple(fc.nat(3_000), fc.integer({ min: 1, max: 4 })), { maxLength: 8 }),
    pages: fc.array(fc.nat(3_000), { maxLength: 5 }),
  })
  .map(({ pieces, titles, pages }) => {
    const text = pieces.join("");
    const within = (at: number) => at < text.length;
    const headings: Heading[] = titles
      .filter(([at]) => within(at))
      .sort(([a], [b]) => a - b)
      .map(([at, level]) => ({ at, level, title: `T${at}` }));
    const starts = [...new Set([0, ...pages.filter(within)])].sort((a, b) => a - b);
    return { text, headings, pages: pages.length === 0 ? [] : starts };
  });
const anySettings = fc
  .record({ size: fc.integer({ min: 32, max: 120 }), overlap: fc.integer({ min: 0, max: 16 }), sections: fc.boolean() })
  .map(({ size, overlap, sections }) => ({ size, overlap, sectionSize: sections ? size * 3 : 0 }));

describe("whatever the text", () => {
  test("the passages' own parts follow each other and cover every character", () => {
    fc.assert(
      fc.property(parsedText, anySettings, (parsed, given) => {
        const { chunks } = chunkText(parsed, given);
        if (parsed.text.trim() === "") return void expect(chunks).toEqual([]);
        let at = 0;
        for (const chunk of chunks) {
          expect(chunk.own).toBe(at);
          expect(chunk.from).toBeLessThanOrEqual(chunk.own);
          expect(chunk.to).toBeGreaterThan(chunk.own);
          at = chunk.to;
        }
        expect(at).toBe(parsed.text.length);
      }),
    );
  });

  test("no passage is larger than asked for, nor repeats more, nor is empty", () => {
    fc.assert(
      fc.property(parsedText, anySettings, (parsed, given) => {
        const tokens = createTokenCounter(parsed.text);
        for (const chunk of chunkText(parsed, given).chunks) {
          // A word is never counted in part, so one that is larger than all of a passage is the exception.
          const words = parsed.text.slice(chunk.own, chunk.to).split(/\s+/);
          const largest = Math.max(...words.map(countTokens));
          if (largest <= given.size) expect(tokens.between(chunk.own, chunk.to)).toBeLessThanOrEqual(given.size);
          expect(tokens.between(chunk.from, chunk.own)).toBeLessThanOrEqual(given.overlap);
          expect(chunk.tokens).toBe(tokens.between(chunk.from, chunk.to));
          expect(parsed.text.slice(chunk.own, chunk.to).trim()).not.toBe("");
        }
      }),
    );
  });

  test("no character is cut in two", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("😀", "👩‍🚀", "a", "字"), { maxLength: 300 }), (letters) => {
        const { chunks } = chunkText(plain(letters.join("")), settings({ size: 32, overlap: 4 }));
        for (const { from, to } of chunks) expect(letters.join("").slice(from, to).isWellFormed()).toBe(true);
      }),
    );
  });

  test("sections are made of whole passages, and cover the text too", () => {
    fc.assert(
      fc.property(parsedText, (parsed) => {
        const { chunks, sections } = chunkText(parsed, settings({ sectionSize: 120 }));
        let at = 0;
        for (const section of sections) {
          expect(section.from).toBe(at);
          at = section.to;
        }
        if (chunks.length > 0) expect(at).toBe(parsed.text.length);
        for (const chunk of chunks) {
          const section = sections[chunk.section as number];
          expect(chunk.from).toBeGreaterThanOrEqual(section?.from ?? Infinity);
          expect(chunk.to).toBeLessThanOrEqual(section?.to ?? -1);
        }
      }),
    );
  });

  test("pages are those that the range touches", () => {
    fc.assert(
      fc.property(parsedText, anySettings, (parsed, given) => {
        for (const chunk of chunkText(parsed, given).chunks) {
          if (parsed.pages.length === 0) expect(chunk.pages).toBeNull();
          else {
            const pageOf = (at: number) => parsed.pages.filter((start) => start <= at).length;
            expect(chunk.pages).toEqual({ from: pageOf(chunk.from), to: pageOf(chunk.to - 1) });
          }
        }
      }),
    );
  });
});

describe("where it is cut", () => {
  const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(" ");

  test("at a title, which begins its passage and stands above what follows", () => {
    const first = `# Coffee\n\n${words(30, "bean")}\n\n`;
    const second = `## Roast\n\n${words(60, "heat")}`;
    const headings = [
      { at: 0, level: 1, title: "Coffee" },
      { at: first.length, level: 2, title: "Roast" },
    ];
    const { chunks } = chunkText({ text: first + second, headings, pages: [] }, settings());
    expect(chunks.map(({ own, headings: above }) => ({ own, above }))).toEqual([
      { own: 0, above: ["Coffee"] },
      { own: first.length, above: ["Coffee", "Roast"] },
      { own: expect.any(Number), above: ["Coffee", "Roast"] },
    ]);
  });

  test("a title is not left alone", () => {
    const text = "# Coffee\n\n## Roast\n\nHot.";
    const headings = [
      { at: 0, level: 1, title: "Coffee" },
      { at: 10, level: 2, title: "Roast" },
    ];
    expect(chunkText({ text, headings, pages: [] }, settings()).chunks).toHaveLength(1);
  });

  test("between paragraphs rather than between sentences, and between sentences rather than words", () => {
    const paragraph = `${words(11, "one")}. ${words(12, "two")}.`;
    const text = `${paragraph}\n\n${words(12, "three")}. ${words(30, "four")}.`;
    const { chunks } = chunkText(plain(text), settings({ overlap: 0 }));
    const ends = chunks.map(({ to }) => text.slice(0, to));
    expect(ends[0]).toBe(`${paragraph}\n\n`);
    expect(ends[1]?.endsWith(". ")).toBe(false);
    expect(ends.at(-1)).toBe(text);
  });

  test("what is repeated begins with a sentence", () => {
    const text = Array.from({ length: 20 }, (_, n) => `Sentence ${n} is about beans.`).join(" ");
    const repeated = chunkText(plain(text), settings({ overlap: 16 })).chunks.slice(1);
    expect(repeated.length).toBeGreaterThan(1);
    for (const { from, own } of repeated) {
      expect(own).toBeGreaterThan(from);
      expect(text.slice(from)).toMatch(/^Sentence \d+/);
    }
  });
});

test("tokens are near to what models count", () => {
  // 100 tokens each in the tokenizer of GPT-4 and its kin, give or take a few.
  expect(countTokens("The quick brown fox jumps over the lazy dog. ".repeat(10))).toBe(100);
  expect(countTokens("知識".repeat(50))).toBe(100);
  expect(countTokens("")).toBe(0);
});
