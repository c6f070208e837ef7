import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { versions, workflows } from "#db/schema/workflows.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { GET } from "../../app/api/inngest/route.ts";
import { parseEnv } from "../config/env.ts";
import { documentHash } from "../engine/hash.ts";
import { documentOf, set } from "../runs/testing/documents.ts";
import { until } from "../runs/testing/harness.ts";
import { insertWorkspace } from "../runs/testing/remote-run.ts";
import { type InngestServer, startInngestServer } from "../testing/inngest-server.ts";
import { createHost, type Host } from "./create-host.ts";
import { setHost } from "./host.ts";
import { type Serving, serve } from "./serve.ts";
import { databaseEnv } from "./testing/server-process.ts";

const signingKey = "signkey-test-0123456789abcdef";
// A wait is an effect: the process that serves pages does not walk it.
const document = documentOf(
  { nap: { type: "control.delay", config: { duration: "10ms" } }, after: set({ text: "Hello {{ trigger.name }}" }) },
  ["start > nap", "nap > after"],
);

describe.each(["embedded", "inngest"] as const)("a process for pages and one for work, on %s", (runtime) => {
  let database: TestDatabase;
  let standIn: InngestServer | undefined;
  let folder: string;
  let web: Host;
  let worker: Serving | undefined;

  beforeEach(async () => {
    database = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), "heddle-roles-"));
    standIn = runtime === "inngest" ? await startInngestServer({ signingKey }) : undefined;
    await insertWorkspace(database.db);
    await database.db.withWorkspace({ workspaceId: "ws_test" }, async (tx) => {
      await tx.insert(workflows).values({ id: "wf_test", workspaceId: "ws_test", name: "Test", draft: document });
      const version = { id: "ver_1", workspaceId: "ws_test", workflowId: "wf_test", document };
      await tx.insert(versions).values({ ...version, hash: documentHash(document) });
    });
    web = await createHost({ env: env("web"), connection: database.connection, log: () => {} });
    setHost(web);
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    setHost(undefined);
    await web.close();
    await standIn?.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function env(role: "web" | "worker", more: Record<string, string | undefined> = {}) {
    return parseEnv({
      HEDDLE_ROLE: role,
      HEDDLE_RUNTIME: runtime,
      HEDDLE_DATA_DIR: join(folder, role),
      HEDDLE_SECRET_KEY: "0".repeat(64),
      HEDDLE_URL: "https://heddle.example",
      ...databaseEnv(database),
      PORT: "0",
      ...(standIn ? { INNGEST_BASE_URL: standIn.url, INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: "test" } : {}),
      ...more,
    });
  }

  async function start() {
    const run = await web.runs.start({
      workspaceId: "ws_test",
      workflowId: "wf_test",
      versionId: "ver_1",
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input: { name: "Lena" },
    });
    if (run.status !== "started") throw new Error("the run did not start");
    await run.accepted;
    return run;
  }

  it("leaves effects to the worker", async () => {
    const early = await start();
    const state = async () => (await web.runs.journal("ws_test", early.runId)).run.nodesSettled;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state()).toBe(0);
    setHost(undefined);
    worker = await serve({ env: env("worker"), dev: false, nextFreePort: false, log: () => {} });
    if (standIn) await until(() => (standIn?.registrations ?? 0) > 0, "the worker registers itself");
    const late = await start();
    expect(await late.answer).toEqual({ kind: "output", output: { text: "Hello Lena" } });
  });

  it.each([
    ["says that it does not know where the pages are", undefined, 1],
    ["says nothing where it does", "https://heddle.example", 0],
  ])("a worker %s", async (_, url, times) => {
    const said: string[] = [];
    setHost(undefined);
    const log = (line: string) => void said.push(line);
    worker = await serve({ env: env("worker", { HEDDLE_URL: url }), dev: false, nextFreePort: false, log });
    expect(said.filter((line) => line.startsWith("HEDDLE_URL is not set"))).toHaveLength(times);
    // The first account is made on a page.
    expect(said.filter((line) => line.includes("no account yet"))).toEqual([]);
  });

  it("shuts the door for Inngest where there are pages only, and opens it on the worker", async () => {
    setHost(web);
    const closed = await GET(new Request("http://127.0.0.1/api/inngest"));
    expect(closed.status).toBe(404);
    setHost(undefined);
    worker = await serve({ env: env("worker"), dev: false, nextFreePort: false, log: () => {} });
    const asked = (path: string, method: string) =>
      fetch(`${worker?.url}${path}`, { method, headers: { connection: "close" } });
    expect((await asked("/api/ready", "GET")).status).toBe(200);
    expect((await asked("/workflows", "GET")).status).toBe(404);
    if (!standIn) return expect((await asked("/api/inngest", "POST")).status).toBe(404);
    await until(() => (standIn?.registrations ?? 0) > 0, "the worker registers itself");
    // Known, and refused for want of a signature.
    expect((await asked("/api/inngest?fnId=heddle-run-workflow&stepId=step", "POST")).status).toBe(401);
  });
});
