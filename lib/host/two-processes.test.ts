import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { RUNTIMES } from "../api/testing/on-runtime.ts";
import { createCredential } from "../credentials/mutations.ts";
import { createVault } from "../credentials/vault.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { JsonObject } from "../engine/json.ts";
import { afterDelta, asTextDelta } from "../engine/node-progress.ts";
import { baseSettingsSchema } from "../rag/base-settings.ts";
import { createBase } from "../rag/mutations.ts";
import { DEMO_MODEL } from "../rag/testing/embed-offline.ts";
import { until } from "../runs/testing/harness.ts";
import { eventsOf } from "../testing/event-stream.ts";
import { type InngestServer, startInngestServer } from "../testing/inngest-server.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { firstOwner, type HeldCalls, holdCalls, publishHere } from "./testing/held-workflow.ts";
import { ownerEnv, SECRET_KEY, type ServerProcess, startServerProcess } from "./testing/server-process.ts";

const signingKey = "signkey-test-0123456789abcdef";

describe.each(RUNTIMES)("two processes on one database, on %s", (runtime) => {
  let database: TestDatabase;
  let folder: string;
  let calls: HeldCalls;
  let models: ModelServer;
  let standIn: InngestServer;
  let processes: ServerProcess[];

  beforeAll(async () => {
    database = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), "heddle-two-"));
    calls = await holdCalls();
    models = await startModelServer();
    standIn = await startInngestServer({ signingKey });
    const env = (name: string) => ({
      ...ownerEnv(database),
      HEDDLE_DATA_DIR: join(folder, name),
      HEDDLE_RUNTIME: runtime,
      INNGEST_BASE_URL: standIn.url,
      INNGEST_SIGNING_KEY: signingKey,
      INNGEST_EVENT_KEY: "test",
    });
    processes = [await startServerProcess(env("one")), await startServerProcess(env("other"))];
    // Each process may take its own minute to start.
  }, 150_000);
  afterAll(async () => {
    await standIn.close();
    for (const each of processes ?? []) await each.stop();
    await models.close();
    await calls.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a run by a webhook of the first process. */
  async function call(path: string): Promise<string> {
    const started = await fetch(`${processes[0]?.url}/api/webhooks/${path}`, { method: "POST" });
    expect(started.status).toBe(202);
    return ((await started.json()) as { runId: string }).runId;
  }

  test("a run of one process is seen live on the other, event by event, to its end", async () => {
    const [, viewer] = processes as [ServerProcess, ServerProcess];
    await calls.publish(database.db);
    const runId = await call("held");
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

  test("the words of a model are seen on both while it writes, also by who comes late, and after them its answer", async () => {
    const { db } = database;
    const author = await firstOwner(db);
    await db.withWorkspace(author, (tx) =>
      createCredential(tx, createVault({ current: SECRET_KEY, previous: undefined }), author, {
        name: "My models",
        type: "openai-compatible",
        values: { baseUrl: `${models.origin}/v1`, apiKey: "sk-two-processes" },
      }),
    );
    await publishHere(
      db,
      "writer",
      inRow("writer", { type: "ai.llm", config: { model: "my models/a", prompt: "Tell." } }),
    );
    models.next({ half: "Once upon a time", ends: "silent" });
    const runId = await call("writer");
    const views = await Promise.all(processes.map((each) => view(each, runId)));
    for (const seen of views) await until(() => seen.text === "Once upon a time", "the words are seen");
    const late = await Promise.all(processes.map((each) => view(each, runId)));
    for (const seen of late)
      await until(() => seen.text === "Once upon a time", "the words are seen by who comes late");
    for (const seen of [...views, ...late]) expect(seen.types.at(-1)).toBe("delta");
    await models.close();
    for (const seen of [...views, ...late]) await until(() => seen.types.includes("end"), "the run ends");
    // What was left for others is cleared away.
    await until(async () => (await db.engine.query("select from run_progress")).rowCount === 0, "nothing is left");
  });

  test("what one process is given to know, it or another takes in, once, and a run finds it", async () => {
    const { db } = database;
    const author = await firstOwner(db);
    const about = { name: "Handbook", description: "", model: DEMO_MODEL, dimensions: null, metric: "cosine" as const };
    await db.withWorkspace(author, (tx) =>
      createBase(tx, author, { ...about, settings: baseSettingsSchema.parse({}), language: "english" }),
    );
    const content = "A heddle guides a thread through an eye. Lamps are returned within thirty days.";
    const learn = inRow(
      "learn",
      { type: "knowledge.add", config: { base: "Handbook", content, name: "Returns", wait: true } },
      { type: "knowledge.retrieve", config: { base: "Handbook", query: "When are lamps returned?" } },
    );
    await publishHere(db, "learn", learn);
    const seen = await view(processes[1] as ServerProcess, await call("learn"));
    await until(() => seen.types.includes("end"), "the run ends");
    expect(seen.types).toContain("run.completed");
    const { rows } = await db.engine.query("select state, chunks, chunks_done as done from knowledge_documents");
    expect(rows).toEqual([{ state: "ready", chunks: 1, done: 1 }]);
    expect((await db.engine.query("select from knowledge_jobs")).rowCount).toBe(0);
  });
});

/** A webhook that answers at once, and these nodes after it. */
function inRow(path: string, ...nodes: { type: string; config: JsonObject }[]): WorkflowDocument {
  const config = { path, methods: ["POST"], respond: "immediately" };
  const trigger = { id: "t", key: "t", type: "trigger.webhook", version: 1, config };
  const policy = { retry: { attempts: 1, backoff: "fixed" as const, baseMs: 0, maxMs: 0, jitter: false } };
  const boxes = nodes.map((node, at) => ({ id: `n_${at}`, key: `n_${at}`, version: 1, policy, ...node }));
  const all = [trigger, ...boxes];
  const edges = boxes.map(({ id }, at) => {
    const source = all[at]?.id ?? "";
    return { id: `e_${at}`, source, sourcePort: "out", target: id, targetPort: "in" };
  });
  return { schemaVersion: 1, nodes: all, edges };
}

/** What somebody who watches a run on a process is told, as it comes. */
async function view(process: ServerProcess, runId: string): Promise<{ text: string; types: string[] }> {
  const seen = { text: "", types: [] as string[] };
  const response = await process.get(`/api/v1/runs/${runId}/events`);
  expect(response.status).toBe(200);
  void (async () => {
    for await (const { type, data } of eventsOf(response)) {
      seen.types.push(type);
      const written = type === "delta" ? asTextDelta((data as { delta: JsonObject }).delta) : null;
      if (written) seen.text = afterDelta(seen.text, written);
    }
  })();
  return seen;
}

/** State of the run that a list is told of first. */
async function runChanges(response: Response, runId: string): Promise<string | undefined> {
  for await (const { type, data } of eventsOf(response)) {
    const change = data as { runId: string; state: string };
    if (type === "run.changed" && change.runId === runId) return change.state;
  }
  return undefined;
}
