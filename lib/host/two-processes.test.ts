import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { eventsOf } from "../testing/event-stream.ts";
import { type HeldCalls, holdCalls } from "./testing/held-workflow.ts";
import { ownerEnv, type ServerProcess, startServerProcess } from "./testing/server-process.ts";

let database: TestDatabase;
let folder: string;
let calls: HeldCalls;
let processes: ServerProcess[];

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "heddle-two-"));
  calls = await holdCalls();
  const env = (name: string) => ({ ...ownerEnv(database.connection), HEDDLE_DATA_DIR: join(folder, name) });
  processes = [await startServerProcess(env("one")), await startServerProcess(env("other"))];
});
afterAll(async () => {
  for (const each of processes ?? []) await each.stop();
  await calls.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a run of one process is seen live on the other, event by event, to its end", async () => {
  const [walker, viewer] = processes as [ServerProcess, ServerProcess];
  await calls.publish(database.db);
  const started = await fetch(`${walker.url}/api/webhooks/held`, { method: "POST" });
  expect(started.status).toBe(202);
  const { runId } = (await started.json()) as { runId: string };
  let goOn = await calls.next();
  const listed = runChanges(await viewer.get("/api/v1/events?topics=workspace"), runId);
  const response = await viewer.get(`/api/v1/runs/${runId}/events`);
  expect(response.status).toBe(200);
  const seen: string[] = [];
  const positions: number[] = [];
  for await (const { id, type, data } of eventsOf(response)) {
    const { path } = data as { path?: string };
    seen.push(path === undefined ? type : `${type} ${path}`);
    if (id !== undefined) positions.push(Number(id.split("=")[1]));
    // Only now, with the viewer looking on, is each call answered: what follows has not happened before.
    if (type === "node.started") goOn();
    if (type === "node.started" && path === "first") goOn = await calls.next();
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
  // Lists on the other process are told too.
  expect(await listed).toBe("completed");
});

/** State of the run that a list is told of first. */
async function runChanges(response: Response, runId: string): Promise<string | undefined> {
  for await (const { type, data } of eventsOf(response)) {
    const change = data as { runId: string; state: string };
    if (type === "run.changed" && change.runId === runId) return change.state;
  }
  return undefined;
}
