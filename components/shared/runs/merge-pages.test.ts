import { expect, test } from "vitest";
import { flatPages, mergePage } from "./merge-pages.ts";

const page = (ids: string, nextCursor: string | null = "more") => ({
  items: [...ids].map((id) => ({ id })),
  nextCursor,
});
const idsOf = (items: { id: string }[]) => items.map(({ id }) => id).join("");

test("new items push none out of the list", () => {
  const merged = mergePage(page("fed", "d"), page("hgf", "f"));
  expect([idsOf(merged.items), merged.nextCursor]).toEqual(["hgfed", "d"]);
});

test("what has left the stretch that was read again is gone", () => {
  expect(idsOf(mergePage(page("fed", "d"), page("gfd", "d")).items)).toBe("gfd");
  expect(idsOf(mergePage(page("fed", "d"), page("gf", null)).items)).toBe("gf");
  expect(mergePage(page("fed", "d"), page("", null))).toEqual(page("", null));
});

test("pages that overlap give each item once", () => {
  expect(idsOf(flatPages([page("hgfed"), page("edcb"), page("ba")]))).toBe("hgfedcba");
});
