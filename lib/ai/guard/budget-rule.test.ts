import { expect, it } from "vitest";
import { type Account, type Hold, judge } from "./budget-rule.ts";

const alive = (costNano: number | null, tokens: number | null = costNano): Hold => ({
  costNano,
  tokens,
  isAlive: true,
});
const lost = (costNano: number | null): Hold => ({ ...alive(costNano), isAlive: false });
const account = (spentUsd: number, holds: Hold[] = [], limit: Account["limit"] = { usd: 1 }): Account => ({
  budget: "run",
  limit,
  spent: { costNano: spentUsd * 1e9, tokens: 0 },
  holds,
});
const cent = 1e7;

it.each<[string, Account, ReturnType<typeof judge>]>([
  ["nothing is spent", account(0), { go: true }],
  ["a cent is left", account(0.99), { go: true }],
  ["all is spent", account(1), { over: { budget: "run", unit: "usd", limit: 1, spent: 1 } }],
  ["more is spent", account(1.2), { over: { budget: "run", unit: "usd", limit: 1, spent: 1.2 } }],
  ["those under way leave something", account(0.5, [alive(20 * cent), alive(20 * cent)]), { go: true }],
  ["those under way may use it up", account(0.5, [alive(20 * cent), alive(30 * cent)]), { wait: true }],
  ["nobody knows what one under way comes to", account(0, [alive(null)]), { wait: true }],
  [
    "a lost one may have used it up",
    account(0.5, [lost(50 * cent)]),
    { over: { budget: "run", unit: "usd", limit: 1, spent: 1 } },
  ],
  ["nobody knows what a lost one came to", account(0.5, [lost(null)]), { go: true }],
  ["there is no limit of that kind", account(9, [alive(null, 5)], { tokens: 10 }), { go: true }],
])("where %s", (_, given, verdict) => {
  expect(judge([given])).toEqual(verdict);
});

it("goes by the strictest of several, and names it", () => {
  const month: Account = { ...account(0, [], { tokens: 5 }), budget: "month", spent: { costNano: 0, tokens: 7 } };
  expect(judge([account(0, [alive(null)]), month])).toEqual({
    over: { budget: "month", unit: "tokens", limit: 5, spent: 7 },
  });
  expect(judge([account(0), { ...month, spent: { costNano: 0, tokens: 0 } }])).toEqual({ go: true });
});
