import { expect, test } from "vitest";
import { type Found, scoreWords, shareOf, stagesOf, timeWords } from "./stages-of.ts";

type Stages = Found["results"][number]["stages"];
const found = (...stages: Stages[]): Found => ({
  results: stages.map((each, n) => ({
    id: `chk_${n}`,
    text: "",
    context: "",
    headings: [],
    number: n,
    from: 0,
    to: 1,
    pages: null,
    document: { id: "doc_1", name: "a", url: null, metadata: {} },
    score: 1,
    stages: each,
  })),
  candidates: { vector: 1, keyword: 1, reranked: null },
  ms: { embed: 20.6, vector: 7.2, keyword: 3, rerank: 0, read: 10 },
  notes: [],
});

test("only stages that placed something are seen, in their order", () => {
  const place = { rank: 1, score: 0.5 };
  const names = (...stages: Stages[]) => stagesOf(found(...stages)).map(({ name }) => name);
  expect(
    names(
      { vector: place, keyword: null, merged: place, reranked: null },
      { vector: null, keyword: place, merged: place, reranked: null },
    ),
  ).toEqual(["Meaning", "Keywords", "Merged"]);
  expect(names({ vector: null, keyword: place, merged: null, reranked: null })).toEqual(["Keywords"]);
  expect(names({ vector: null, keyword: place, merged: null, reranked: place })).toEqual(["Keywords", "Reranked"]);
  expect(names()).toEqual([]);
});

test("bars compare: similarity with 1, the others with the best of them", () => {
  const all = found(
    {
      vector: { rank: 1, score: 0.7 },
      keyword: { rank: 2, score: 0.02 },
      merged: { rank: 1, score: 0.032 },
      reranked: { rank: 2, score: 0.4 },
    },
    {
      vector: null,
      keyword: { rank: 1, score: 0.04 },
      merged: { rank: 2, score: 0.016 },
      reranked: { rank: 1, score: 0.8 },
    },
  );
  expect(shareOf(all, "vector", 0.7)).toBe(0.7);
  expect(shareOf(all, "keyword", 0.02)).toBe(0.5);
  expect(shareOf(all, "merged", 0.032)).toBe(1);
  expect(shareOf(all, "vector", -0.3)).toBe(0);
  expect(shareOf(all, "reranked", 0.4)).toBe(0.4);
});

test("scores and times are said as short as they tell something", () => {
  expect([0.712, 8.421, 0.0318, 0].map(scoreWords)).toEqual(["0.71", "8.42", "0.032", "0.000"]);
  expect(timeWords(found().ms)).toBe("38 ms: embed 21, meaning 7, words 3, read 10");
  expect(timeWords({ embed: 0, vector: 0, keyword: 0.4, rerank: 0, read: 2 })).toBe("2 ms: words <1, read 2");
  expect(timeWords({ ...found().ms, rerank: 300 })).toBe("338 ms: embed 21, meaning 7, words 3, rerank 300, read 10");
});
