import { expect, test } from "vitest";
import { addressOf, filterOf, noFilter, queryOf, type RunFilter } from "./run-filter.ts";

const workflow = `wf_${"0".repeat(26)}`;

test("a filter comes back from its address", () => {
  const filters: RunFilter[] = [
    noFilter,
    { ...noFilter, workflow, states: ["waiting", "failed"], triggers: ["webhook", "rerun"], within: "24h" },
    { ...noFilter, from: "2026-11-01", to: "2026-11-25" },
  ];
  for (const filter of filters) expect(filterOf(new URLSearchParams(addressOf(filter)))).toEqual(filter);
  expect(addressOf(filters[1] as RunFilter)).toBe(
    `?workflow=${workflow}&state=waiting,failed&trigger=webhook,rerun&within=24h`,
  );
});

test("what an address makes up is passed over", () => {
  const made = new URLSearchParams("state=gone,failed&trigger=moon&within=toString&from=2026-99-99&to=x&workflow=1");
  expect(filterOf(made)).toEqual({ ...noFilter, states: ["failed"] });
});

test("a moving stretch is reckoned from now; days are whole days of the reader", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  expect(queryOf({ ...noFilter, within: "1h", states: ["failed"] }, now)).toEqual({
    state: "failed",
    since: "2026-11-25T11:00:00.000Z",
  });
  const { since, until } = queryOf({ ...noFilter, from: "2026-11-25", to: "2026-11-25" }, now);
  expect(Date.parse(until ?? "") - Date.parse(since ?? "")).toBe(86_400_000);
  expect(new Date(since ?? "").getHours()).toBe(0);
});
