import { expect, test } from "vitest";
import { catalogue } from "#lib/nodes/catalog.ts";
import { fitsAt, matchScore, paletteGroups } from "./palette-items.ts";

const all = catalogue.all();
const anywhere = { below: false, above: false, triggersOnly: false, inLoop: false };
const groups = (query: string, recent: string[] = []) =>
  paletteGroups({ fitting: all, recent, query, category: "all" }).map(({ title, items }) => [
    title,
    items.map(({ type }) => type),
  ]);

test("what ends a loop is offered only inside of one, and what starts a workflow only outside", () => {
  const types = (inLoop: boolean) => all.filter((one) => fitsAt(one, { ...anywhere, inLoop })).map(({ type }) => type);
  expect(types(false)).toEqual(expect.arrayContaining(["control.for-each", "control.while", "trigger.manual"]));
  expect(types(false)).not.toContain("control.break");
  expect(types(true)).toEqual(expect.arrayContaining(["control.for-each", "control.break"]));
  expect(types(true)).not.toContain("trigger.manual");
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
