import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { until } from "../runs/testing/harness.ts";
import { eventsOf } from "../testing/event-stream.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { type HeldCalls, holdCalls } from "./testing/held-workflow.ts";
import { ownerEnv, type ServerProcess, startServerProcess } from "./testing/server-process.ts";

let database: TestDatabase;
let redis: TestRedis;
let folder: string;
let calls: HeldCalls;
let walker: ServerProcess;
let viewer: ServerProcess;

beforeAll(async () => {
  database = await testDatabase();
  redis = await startTestRedis();
  folder = mkdtempSync(join(tmpdir(), "heddle-redis-"));
  calls = await holdCalls();
  const env = (name: string) => ({
    ...ownerEnv(database),
    HEDDLE_DATA_DIR: join(folder, name),
    UPSTASH_REDIS_REST_URL: redis.bridge.url,
    UPSTASH_REDIS_REST_TOKEN: redis.bridge.token,
  });
  walker = await startServerProcess(env("one"));
  viewer = await startServerProcess(env("other"));
});
afterAll(async () => {
  // What is still being called fails, so that the processes need not wait for it.
  await calls.close();
  await walker?.stop();
  await viewer?.stop();
  await redis.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (server: ServerProcess) => fetch(`${server.url}/api/webhooks/held`, { method: "POST" });
const posts = async (server: ServerProcess, times: number) => {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) statuses.push((await post(server)).status);
  return statuses;
};
async function ready(server: ServerProcess) {
  const response = await server.get("/api/ready");
  const body = (await response.json()) as { status: string; degraded: Record<string, string | null> };
  return { http: response.status, ...body };
}

test("when Redis goes away, runs go on, limits hold per process, and readiness says so until it is back", async () => {
  // So few that nothing is given back meanwhile: one each quarter of a minute.
  await calls.publish(database.db, { perMinute: 4 });
  const started = await post(walker);
  const { runId } = (await started.json()) as { runId: string };
  const goOn = await calls.next();
  const response = await viewer.get(`/api/v1/runs/${runId}/events`);
  expect(await ready(viewer)).toMatchObject({
    http: 200,
    status: "ready",
    degraded: { redis: null, signals: null },
  });
  expect(redis.bridge.answered("evalsha") + redis.bridge.answered("eval")).toBeGreaterThan(0);

  await redis.server.kill();
  // The run in flight is walked on, and seen live on the other process.
  goOn();
  const seen: string[] = [];
  for await (const { type, data } of eventsOf(response)) {
    const { path } = data as { path?: string };
    seen.push(path === undefined ? type : `${type} ${path}`);
    if (type === "node.started" && path === "second") (await calls.next())();
  }
  expect(seen).toContain("node.completed second");
  expect(seen.at(-1)).toBe("end");
  for (const server of [walker, viewer]) {
    // Four for each process, and those at once.
    expect(await posts(server, 5)).toEqual([202, 202, 202, 202, 429]);
    expect(await ready(server)).toMatchObject({
      http: 200,
      status: "ready",
      degraded: { redis: expect.stringMatching(/^Redis does not answer/), signals: null },
    });
  }

  await redis.server.start();
  for (const server of [walker, viewer])
    await until(async () => (await ready(server)).degraded.redis === null, "Redis is back");
  // Counted together again: four, whoever takes them.
  expect([...(await posts(walker, 3)), ...(await posts(viewer, 2))]).toEqual([202, 202, 202, 202, 429]);
});
