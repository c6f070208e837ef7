import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./testing.ts";

let one: TestDatabase;
let other: TestDatabase;

beforeAll(async () => {
  [one, other] = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
});

test("a test database is migrated and not shared with another", async () => {
  const insert = "insert into workspaces (id, slug, name) values ('w', 'w', 'W')";
  await one.db.withAuth((tx) => tx.execute(insert));
  const count = "select count(*)::int as n from workspaces";
  expect((await one.db.withAuth((tx) => tx.execute(count))).rows).toEqual([{ n: 1 }]);
  expect((await other.db.withAuth((tx) => tx.execute(count))).rows).toEqual([{ n: 0 }]);
});
