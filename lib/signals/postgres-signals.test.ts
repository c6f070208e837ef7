import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { postgresLine } from "./adapters/postgres-signals.ts";
import { createSignals } from "./create-signals.ts";
import { listenTo, signalsContract } from "./testing/signals-contract.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const open = () => createSignals([postgresLine({ pool: database.db.engine, direct: database.connection })]);

async function connectionsThatListen(): Promise<number[]> {
  return asOwner(async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and query like 'listen %'",
    );
    return rows.map(({ pid }) => pid);
  });
}

async function asOwner<T>(ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

signalsContract("PostgreSQL", async () => {
  const [here, there] = [open(), open()];
  return {
    here,
    there,
    async close() {
      await here.close();
      await there.close();
    },
  };
});

test("a lost connection is said, made anew, and listeners are told that they may have missed something", async () => {
  const signals = open();
  const heard = listenTo(signals, "run:lost");
  await heard.next(null);
  expect(signals.problem()).toBeNull();
  const [pid] = await connectionsThatListen();
  heard.seqs.length = 0;
  await asOwner((client) => client.query("select pg_terminate_backend($1)", [pid]));
  await heard.next(null);
  expect(signals.problem()).toBeNull();
  signals.publish("run:lost", 4);
  await heard.next(4);
  heard.stop();
  await signals.close();
});

test("only a process that somebody listens on holds a connection for it", async () => {
  const signals = open();
  signals.publish("run:idle", 1);
  const heard = listenTo(signals, "run:held");
  await heard.next(null);
  expect(await connectionsThatListen()).toHaveLength(1);
  heard.stop();
  await signals.close();
  expect(await connectionsThatListen()).toHaveLength(0);
});
