import { expect, test } from "vitest";
import { catalogue } from "#lib/nodes/catalog.ts";
import { fitsAt, matchScore, paletteGroups } from "./palette-items.ts";

const all = catalogue.all();
const anywhere = { below: false, above: false, triggersOnly: false };
const groups = (query: string, recent: string[] = []) =>
  paletteGroups({ fitting: all, recent, query, category: "all" }).map(({ title, items }) => [
    title,
    items.map(({ type }) => type),
  ]);

test("loops are not offered, since nothing can be put inside of them on the canvas", () => {
  const everywhere = { below: false, above: false, triggersOnly: false };
  const offered = catalogue.all().filter((one) => fitsAt(one, everywhere));
  expect(offered.map(({ type }) => type)).toContain("control.if");
  expect(offered.filter((one) => one.container !== undefined || one.breaks)).toEqual([]);
});

test("below another node there is nothing that only starts a workflow", () => {
  const fitting = all.filter((one) => fitsAt(one, { ...anywhere, below: true }));
  expect(fitting.length).toBeGreaterThan(0);
  expect(fitting.some((one) => one.trigger !== undefined)).toBe(false);
  expect(all.filter((one) => fitsAt(one, { ...anywhere, triggersOnly: true })).every((one) => one.trigger)).toBe(true);
});

test("recent ones come first, in the order they were used, and are not listed twice", () => {
  const [first, ...rest] = groups("", ["data.set", "control.if"]);
  expect(first).toEqual(["Recent", ["data.set", "control.if"]]);
  expect(rest.flatMap(([, types]) => types)).not.toContain("data.set");
});

test("a search finds the title before keywords, and keywords before the summary", () => {
  const found = groups("re")[0]?.[1] ?? [];
  expect(found[0]).toBe("control.respond");
  expect(groups("curl")[0]?.[1]).toEqual(["http.request"]);
  expect(groups("xyzzy")).toEqual([]);
});

test("an exact title beats one that begins alike", () => {
  const [a, b] = [catalogue.get("control.if"), catalogue.get("control.join")];
  if (!a || !b) throw new Error("The catalogue has lost a node.");
  expect(matchScore(a, "if")).toBeGreaterThan(matchScore({ ...b, title: "Iffy" }, "if"));
});
