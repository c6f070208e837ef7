import { expect, test } from "vitest";
import { catalogue } from "#lib/nodes/catalog.ts";
import { CARD_WIDTH, cardShape, tierOf } from "./geometry.ts";

const http = catalogue.get("http.request");

test("the error eyelet is there only with the policy for it, on the left", () => {
  expect(cardShape(http, {}, undefined).outs.map(({ id }) => id)).toEqual(["out"]);
  const { outs } = cardShape(http, {}, { onError: "port" });
  expect(outs.map(({ id, kind }) => [id, kind])).toEqual([
    ["error", "error"],
    ["out", "out"],
  ]);
  expect(outs[0]?.x).toBeLessThan(outs[1]?.x ?? 0);
});

test("a card widens above three ports", () => {
  const used = (count: number) => ({ ins: [], outs: Array.from({ length: count }, (_, i) => `p${i}`) });
  expect(cardShape(undefined, {}, undefined, used(2)).width).toBe(CARD_WIDTH);
  expect(cardShape(undefined, {}, undefined, used(4)).width).toBe(CARD_WIDTH + 144);
});

test("a type that is not installed keeps the ports its threads use", () => {
  const { ins, outs } = cardShape(undefined, {}, undefined, { ins: ["left"], outs: ["done"] });
  expect(ins.map(({ id }) => id)).toEqual(["in", "left"]);
  expect(outs.map(({ id }) => id)).toEqual(["out", "done"]);
});

test("cards say less the further away they are", () => {
  expect([1, 0.8, 0.79, 0.2].map(tierOf)).toEqual(["full", "full", "compact", "plain"]);
});
