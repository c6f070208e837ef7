import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { until } from "../runs/testing/harness.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { postgresLine } from "./adapters/postgres-signals.ts";
import { upstashLine } from "./adapters/upstash-signals.ts";
import { createSignals } from "./create-signals.ts";
import type { Signals } from "./signals.ts";
import { listenTo, signalsContract } from "./testing/signals-contract.ts";

let redis: TestRedis;
let database: TestDatabase;
beforeAll(async () => {
  redis = await startTestRedis();
  database = await testDatabase();
});
afterAll(async () => {
  await redis.close();
  await database.close();
});

const postgres = () => postgresLine({ pool: database.db.engine, direct: database.connection });
const both = (from: TestRedis) => createSignals([upstashLine(from.link()), postgres()]);

function harnessOf(open: () => Signals) {
  return async () => {
    const [here, there] = [open(), open()];
    return {
      here,
      there,
      async close() {
        await here.close();
        await there.close();
      },
    };
  };
}

signalsContract(
  "Redis",
  harnessOf(() => createSignals([upstashLine(redis.link())])),
);
signalsContract(
  "Redis, then PostgreSQL",
  harnessOf(() => both(redis)),
);

test("signals go on through PostgreSQL while Redis is gone, and through Redis once it is back", async () => {
  const own = await startTestRedis();
  const [here, there] = [both(own), both(own)];
  const heard = listenTo(there, "run:1");
  await until(() => heard.seqs.filter((seq) => seq === null).length === 2, "both lines are open");
  here.publish("run:1", 1);
  await heard.next(1);
  const before = own.bridge.answered("publish");
  expect(before).toBeGreaterThan(0);
  await own.server.kill();
  here.publish("run:1", 2);
  await heard.next(2);
  expect(there.problem()).toBeNull();
  heard.seqs.length = 0;
  await own.server.start();
  // Told once more: what went through Redis alone meanwhile was missed.
  await heard.next(null);
  await until(() => {
    here.publish("run:1", 3);
    return own.bridge.answered("publish") > before;
  }, "Redis is used again");
  await heard.next(3);
  heard.stop();
  await here.close();
  await there.close();
  await own.close();
});

test("with a proxy that knows commands only, PostgreSQL carries the signals", async () => {
  const own = await startTestRedis({ offersChannels: false });
  const [here, there] = [both(own), both(own)];
  const heard = listenTo(there, "run:1");
  await heard.next(null);
  here.publish("run:1", 1);
  await heard.next(1);
  // It was tried: Redis said that nobody listens there.
  expect(own.bridge.answered("publish")).toBeGreaterThan(0);
  expect(there.problem()).toBeNull();
  heard.stop();
  await here.close();
  await there.close();
  await own.close();
});
