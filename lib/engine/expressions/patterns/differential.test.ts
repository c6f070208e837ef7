import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Evaluation } from "../evaluation.ts";
import { PatternProblem } from "./part.ts";
import { Pattern, readLiteral } from "./pattern.ts";
import { PatternSearch } from "./search.ts";

/** `HEDDLE_FUZZ=1000000` is the long form. */
const TOTAL = Number(process.env.HEDDLE_FUZZ ?? 0) || 4_000;
const scope = { root: () => undefined, now: 0, seed: "", clock: () => 0 };

const atoms = fc.constantFrom(
  ...[
    "a",
    "b",
    "c",
    "ab",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "\\D",
    "\\W",
    "\\S",
    "[ab]",
    "[^a]",
    "[a-c0-9]",
    "[\\w-]",
    "[^\\s\\d]",
  ],
  ...[
    "\\.",
    "\\/",
    "-",
    " ",
    "\\n",
    "\\u0061",
    "\\x62",
    "\\t",
    "é",
    "\\u{1F600}",
    "😀",
    "\\ud83d\\ude00",
    "[^]",
    "[😀-😂]",
  ],
  ...[
    "\\p{L}",
    "\\p{Lu}",
    "\\P{L}",
    "[\\p{N}_]",
    "\\p{Script=Greek}",
    "[\\b]",
    "\\0",
    "\\cJ",
    "1",
    "[.*]",
    "[^\\S\\n]",
    "[^\\W_k]",
    "[^\\Ws\\d]",
    "[\\Wa]",
    "[\\S\\n]",
    "[À-\\uffff]",
    "[^\\D\\S]",
    "[^\\u00a0-\\uffff]",
    "[\\]\\\\]",
  ],
);
const edges = fc.constantFrom("^", "$", "\\b", "\\B");
const counts = fc.constantFrom("*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,3}?", "{2,}", "{0}");

const { pattern } = fc.letrec<{ pattern: string; sequence: string; term: string }>((tie) => ({
  pattern: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((options) => options.join("|")),
  sequence: fc.array(tie("term"), { maxLength: 4 }).map((terms) => terms.join("")),
  term: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { arbitrary: atoms, weight: 4 },
    {
      arbitrary: fc
        .tuple(atoms, counts)
        .map(([atom, count]) => (atom.length === 2 && /^[a-z]/.test(atom) ? `(?:${atom})` : atom) + count),
      weight: 3,
    },
    { arbitrary: edges, weight: 1 },
    { arbitrary: tie("pattern").map((inner) => `(${inner})`), weight: 1 },
    { arbitrary: tie("pattern").map((inner) => `(?<n>${inner})`), weight: 1 },
    { arbitrary: fc.tuple(tie("pattern"), counts).map(([inner, count]) => `(?:${inner})${count}`), weight: 1 },
    { arbitrary: fc.tuple(tie("pattern"), counts).map(([inner, count]) => `(${inner})${count}`), weight: 1 },
  ),
}));

const texts = fc
  .array(
    fc.constantFrom(
      ...["a", "b", "c", "ab", "A", "B", " ", "\n", "\r\n", "\r", "\u2028", "1", "_", "-", ".", "/", "é", "É"],
      ...[
        "😀",
        "α",
        "Σ",
        "\u0000",
        "\t",
        "\ud83d",
        "\ufeff",
        "\u00a0",
        "\u3000",
        "\u180e",
        "ſ",
        "\u212a",
        "s",
        "k",
        "aaa",
      ],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));
const engine = fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.constant(true), weight: 1 });
const flags = fc.subarray(["i", "m", "s"]).map((chosen) => chosen.join(""));

interface Answer {
  /** Start and end of the whole and of each group, of every match. */
  matches: (readonly [number, number] | undefined)[][];
}

function byHeddle(source: string, chosen: string, text: string): Answer {
  const info = Pattern.infoOf(readLiteral(source, chosen));
  if (info === undefined) throw new Error("not a pattern");
  expect(info.program().prog.numInst()).toBeLessThanOrEqual(info.size);
  const found = new PatternSearch(new Evaluation(scope, undefined), info, text, true).all();
  return {
    matches: found.map(({ start, end, groups }) => [
      [start, end] as const,
      ...groups.map((group) => (group[0] < 0 ? undefined : group)),
    ]),
  };
}

function byJavaScript(source: string, chosen: string, text: string): Answer {
  const found = [...text.matchAll(new RegExp(source, `${chosen}gud`))];
  return { matches: found.map(({ indices }) => [...(indices ?? [])]) };
}

/** V8 finds edges between the halves of one character, where by the standard (22.2.7.2) nothing is looked for. */
function splitsCharacter({ matches }: Answer, text: string): boolean {
  return matches
    .flat(2)
    .some((at) => at !== undefined && at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff && at < text.length);
}

function isValid(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

describe("regular expressions against the JavaScript engine", () => {
  it(`find the same, ${TOTAL} times`, { timeout: 3_600_000 }, () => {
    const seen = { same: 0, matched: 0, refused: 0 };
    fc.assert(
      fc.property(pattern.filter(isValid), flags, texts, engine, (plain, chosen, text, isWide) => {
        // Of more than 500 instructions the engine walks all at once; of fewer it goes back where it may.
        const source = isWide ? `(?:${plain})|q{501}` : plain;
        if (/\\b/i.test(plain) && /[\u017f\u212a]/.test(text)) return;
        try {
          const ours = byHeddle(source, chosen, text);
          const expected = byJavaScript(source, chosen, text);
          if (splitsCharacter(expected, text)) return;
          expect(ours).toEqual(expected);
          seen.same++;
          if (ours.matches.length > 0) seen.matched++;
        } catch (error) {
          if (!(error instanceof PatternProblem)) throw error;
          seen.refused++;
        }
      }),
      { numRuns: TOTAL, seed: 20260110 },
    );
    expect(seen.matched).toBeGreaterThan(TOTAL / 3);
    expect(seen.refused).toBeLessThan(TOTAL / 2);
  });

  it("agree on the cases of every letter", { timeout: 60_000 }, () => {
    const differences: string[] = [];
    let letters = 0;
    for (let code = 0x41; code < 0x20000; code++) {
      const letter = String.fromCodePoint(code);
      const other = [letter.toLowerCase(), letter.toUpperCase()].find((one) => one !== letter && [...one].length === 1);
      if (other === undefined) continue;
      letters++;
      const source = `[${letter}]`;
      const ours = byHeddle(source, "i", other).matches.length > 0;
      if (ours !== new RegExp(source, "iu").test(other)) differences.push(`${letter} ${other}`);
    }
    expect(letters).toBeGreaterThan(2_500);
    expect(differences).toEqual([]);
  });
});
