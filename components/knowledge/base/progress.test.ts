import { expect, test } from "vitest";
import { progressOf } from "./progress.ts";

const at = (state: "waiting" | "reading" | "embedding" | "ready" | "failed", embedded = 0, done = 0, chunks = 301) =>
  progressOf({ state, chunks, chunksEmbedded: embedded, chunksDone: done });

test("each stage fills its part of the bar", () => {
  expect(at("waiting")).toEqual({ label: "Waiting", shares: [0, 0, 0], percent: 0 });
  expect(at("reading")).toMatchObject({ label: "Read", shares: [null, 0, 0] });
  expect(at("embedding", 186, 128)).toMatchObject({ label: "Embed 61%", shares: [1, 186 / 301, 128 / 301] });
  expect(at("embedding", 301, 237)).toMatchObject({ label: "Index", shares: [1, 1, 237 / 301] });
});

test("it never goes back, and is whole only at the end", () => {
  const percents = [
    at("waiting"),
    at("reading"),
    at("embedding"),
    at("embedding", 64, 0),
    at("embedding", 301, 237),
  ].map((progress) => progress?.percent ?? -1);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  expect(percents.at(-1)).toBeLessThan(100);
  expect(at("embedding", 300, 300)?.label).toBe("Embed 99%");
});

test("what is not being taken in has none, and a document without passages divides by nothing", () => {
  expect(at("ready")).toBeNull();
  expect(at("failed")).toBeNull();
  expect(at("embedding", 0, 0, 0)).toMatchObject({ shares: [1, 0, 0] });
});
