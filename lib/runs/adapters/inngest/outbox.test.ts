import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { until } from "../../testing/harness.ts";
import { insertWorkspace, storeRemoteRun } from "../../testing/remote-run.ts";
import { PostgresRunStore } from "../postgres/postgres-run-store.ts";
import { createInngestApi } from "./inngest-api.ts";
import { type Outbox, startOutbox } from "./outbox.ts";

interface Sent {
  path: string;
  body: { id: string; name: string; data: { runId: string; epoch: number } }[];
  authorization: string | undefined;
}

let database: TestDatabase;
let store: PostgresRunStore;
let outbox: Outbox;
let inngest: ReturnType<typeof createServer>;
let sent: Sent[];
/** What Inngest answers; null: it breaks off after having read the request, as one that is killed does. */
let answer: (path: string) => number | null;

beforeEach(async () => {
  database = await testDatabase();
  await insertWorkspace(database.db);
  store = new PostgresRunStore(database.db.engine, () => {});
  sent = [];
  answer = () => 200;
  inngest = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    sent.push({
      path,
      body: JSON.parse(Buffer.concat(chunks).toString()),
      authorization: request.headers.authorization,
    });
    const status = answer(path);
    if (status === null) return request.socket.destroy();
    response.writeHead(status).end("{}");
  });
  await new Promise<void>((resolve) => inngest.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(inngest.address() as AddressInfo).port}`;
  const api = createInngestApi({ events: address, api: address, eventKey: "key", signingKey: "signkey-test-00ff" });
  outbox = startOutbox({ pool: database.db.engine, api, log: () => {} });
});

afterEach(async () => {
  await outbox.close();
  inngest.closeAllConnections();
  await new Promise((resolve) => inngest.close(resolve));
  await database.close();
});

const open = async () => (await database.db.engine.query("select id from outbox")).rowCount;

it("sends what was committed while Inngest was down once it is up, each under one id however often", async () => {
  let up = false;
  // The second answer is lost on its way: taken by Inngest, not known to be.
  answer = () => (up ? 200 : sent.length === 2 ? null : 503);
  const ids = ["run_a", "run_b", "run_c"];
  for (const id of ids) await storeRemoteRun(store, id);
  outbox.nudge();
  await until(() => sent.length >= 4, "it is tried again");
  expect(await open()).toBe(3);
  up = true;
  await until(async () => (await open()) === 0, "all is sent");
  const byRun = new Map<string, Set<string>>();
  for (const { body } of sent)
    for (const event of body) {
      const known = byRun.get(event.data.runId) ?? new Set();
      byRun.set(event.data.runId, known.add(event.id));
    }
  expect([...byRun.keys()].sort()).toEqual(ids);
  for (const [id, events] of byRun) expect([...events]).toEqual([`run:${id}:1`]);
  expect(sent.every(({ path }) => path === "/e/key")).toBe(true);
});

it("asks for the walk anew when nobody has waited for an answer for too long, and drops the signal", async () => {
  await storeRemoteRun(store, "run_s");
  await until(async () => (await open()) === 0, "the request is sent");
  answer = (path) => (path === "/v1/signals" ? 404 : 200);
  await database.db.engine.query(
    `insert into outbox (id, workspace_id, kind, run_id, payload, created_at)
     values ('obx_signal', 'ws_test', 'run.answered', 'run_s', '{"epoch":1,"path":"pay"}', now() - interval '31 seconds')`,
  );
  outbox.nudge();
  const again = await until(
    () => sent.flatMap(({ body }) => (Array.isArray(body) ? body : [])).find(({ data }) => data.epoch === 2),
    "the second request",
  );
  expect(again.id).toBe("run:run_s:2");
  const signal = sent.find(({ path }) => path === "/v1/signals");
  expect(signal?.body).toMatchObject({ signal: "run_s:pay" });
  // Inngest is shown the hash of the signing key, never the key.
  expect(signal?.authorization).toMatch(/^Bearer signkey-test-[0-9a-f]{64}$/);
  expect((await store.run("run_s"))?.epoch).toBe(2);
});
