import { expect, test } from "vitest";
import { fuseRanks } from "./fuse.ts";

const list = (...ids: string[]) => ids.map((id, index) => ({ id, score: 1 - index / 10 }));

test("what both lists have stands above what one has, however high", () => {
  const fused = fuseRanks(list("a", "b", "c"), list("d", "c"));
  expect(fused.map(({ id }) => id)).toEqual(["c", "a", "d", "b"]);
  expect(fused[0]).toMatchObject({
    score: 1 / 63 + 1 / 62,
    vector: { rank: 3, score: expect.closeTo(0.8) },
    keyword: { rank: 2, score: expect.closeTo(0.9) },
  });
  expect(fused[1]).toMatchObject({ keyword: null });
});

test("one list alone stays as it is", () => {
  expect(fuseRanks([], list("b", "a")).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(fuseRanks([], [])).toEqual([]);
});
