import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { createStoredHostPolicy } from "./stored-host-policy.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await set(
    `insert into workspaces (id, slug, name, outbound_allow) values ('ws_a', 'a', 'A', '["example.com"]'), ('ws_b', 'b', 'B', '[]')`,
  );
});
afterAll(() => database.close());

async function set(text: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(database.owner);
  await client.connect();
  await client.query(text);
  await client.end();
}

test("each workspace has its own lists; what is changed holds a second later", async () => {
  let time = 0;
  const policyOf = createStoredHostPolicy(database.db, () => time);
  expect(await policyOf("ws_a")).toEqual({ allow: ["example.com"], deny: [] });
  expect(await policyOf("ws_b")).toEqual({ allow: [], deny: [] });
  await set(`update workspaces set outbound_deny = '["*.example.org"]' where id = 'ws_a'`);
  time = 999;
  expect(await policyOf("ws_a")).toEqual({ allow: ["example.com"], deny: [] });
  time = 1_000;
  expect(await policyOf("ws_a")).toEqual({ allow: ["example.com"], deny: ["*.example.org"] });
  expect(await policyOf("ws_b")).toEqual({ allow: [], deny: [] });
});

test("lists that cannot be read let nothing through, and are asked for again", async () => {
  const closed = await testDatabase();
  const policyOf = createStoredHostPolicy(closed.db);
  await closed.close();
  await expect(policyOf("ws_a")).rejects.toThrow();
  await expect(policyOf("ws_a")).rejects.toThrow();
});
