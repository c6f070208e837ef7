import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { members } from "#db/schema/auth.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { catalogue } from "../nodes/catalog.ts";
import { eventsOf } from "../testing/event-stream.ts";
import { createWorkflow } from "../workflows/mutations.ts";
import { publishWorkflow } from "../workflows/publish.ts";
import { databaseUrl, type ServerProcess, startServerProcess } from "./testing/server-process.ts";

const API_KEY = "hk_twoprocesses0123456789abcdef";
let database: TestDatabase;
let folder: string;
let processes: ServerProcess[];

/** What a workflow calls: holds every call until the test lets it go. */
const held: ServerResponse[] = [];
const calls: (() => void)[] = [];
const outside = createServer((_, response) => {
  held.push(response);
  calls.shift()?.();
});

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "heddle-two-"));
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  const env = (name: string) => ({
    DATABASE_URL: databaseUrl(database.connection),
    HEDDLE_DATA_DIR: join(folder, name),
    HEDDLE_SECRET_KEY: "two processes, one key, one database",
    HEDDLE_ALLOW_LOOPBACK: "1",
    HEDDLE_OWNER_EMAIL: "owner@heddle.test",
    HEDDLE_OWNER_PASSWORD: "thread-through-an-eye",
    HEDDLE_OWNER_API_KEY: API_KEY,
  });
  processes = [await startServerProcess(env("one")), await startServerProcess(env("other"))];
});
afterAll(async () => {
  for (const each of processes ?? []) await each.stop();
  outside.closeAllConnections();
  await new Promise((resolve) => outside.close(resolve));
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a run of one process is seen live on the other, event by event, to its end", async () => {
  const [walker, viewer] = processes as [ServerProcess, ServerProcess];
  await publish();
  const called = new Promise<void>((resolve) => calls.push(resolve));
  const started = await fetch(`${walker.url}/api/webhooks/held`, { method: "POST" });
  expect(started.status).toBe(202);
  const { runId } = (await started.json()) as { runId: string };
  await called;
  const response = await fetch(`${viewer.url}/api/v1/runs/${runId}/events`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(response.status).toBe(200);
  const seen: string[] = [];
  const positions: number[] = [];
  for await (const { id, type, data } of eventsOf(response)) {
    const { path } = data as { path?: string };
    seen.push(path === undefined ? type : `${type} ${path}`);
    if (id !== undefined) positions.push(Number(id.split("=")[1]));
    // Only now, with the viewer looking on, each call is answered: what follows has not happened before.
    if (type === "node.started") {
      if (held.length === 0) await new Promise<void>((resolve) => calls.push(resolve));
      held.shift()?.end("{}");
    }
  }
  expect(seen.filter((line) => !line.startsWith("run."))).toEqual([
    "node.completed t",
    "node.started first",
    "node.completed first",
    "node.started second",
    "node.completed second",
    "end",
  ]);
  expect(seen).toContain("run.completed");
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(new Set(positions).size).toBe(positions.length);
});

/** A webhook, then two calls to the outside, one after the other. */
async function publish(): Promise<void> {
  const { port } = outside.address() as AddressInfo;
  const call = (id: string) => ({
    id,
    key: id,
    type: "http.request",
    version: 1,
    config: { method: "GET", url: `http://127.0.0.1:${port}/${id}` },
  });
  const edge = (source: string, target: string) => ({
    id: `${source}_${target}`,
    source,
    sourcePort: "out",
    target,
    targetPort: "in",
  });
  const document: WorkflowDocument = {
    schemaVersion: 1,
    nodes: [
      {
        id: "t",
        key: "t",
        type: "trigger.webhook",
        version: 1,
        config: { path: "held", methods: ["POST"], respond: "immediately" },
      },
      call("first"),
      call("second"),
    ],
    edges: [edge("t", "first"), edge("first", "second")],
  };
  const [owner] = await database.db.withAuth((tx) => tx.select().from(members));
  const author = { workspaceId: owner?.workspaceId ?? "", userId: owner?.userId ?? "" };
  await database.db.withWorkspace(author, async (tx) => {
    const id = await createWorkflow(tx, author, { name: "held", document });
    await publishWorkflow(tx, author, catalogue, { id, note: "" });
  });
}
