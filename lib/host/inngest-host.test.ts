import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { GET, POST } from "../../app/api/inngest/route.ts";
import { parseEnv } from "../config/env.ts";
import { PostgresRunStore } from "../runs/adapters/postgres/postgres-run-store.ts";
import { until } from "../runs/testing/harness.ts";
import { insertWorkspace, storeRemoteRun } from "../runs/testing/remote-run.ts";
import { type InngestServer, startInngestServer } from "../testing/inngest-server.ts";
import { createHost, type Host } from "./create-host.ts";
import { setHost } from "./host.ts";
import { registerWithInngest } from "./register-inngest.ts";

const signingKey = "signkey-test-0123456789abcdef";
const run = promisify(execFile);

let database: TestDatabase;
let dataDir: string;

beforeEach(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "heddle-inngest-"));
});
afterEach(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("a host on Inngest", () => {
  let standIn: InngestServer;
  let host: Host;
  let http: Server;
  let origin: string;
  const lines: string[] = [];

  beforeEach(async () => {
    standIn = await startInngestServer({ signingKey });
    const env = parseEnv({
      HEDDLE_RUNTIME: "inngest",
      HEDDLE_DATA_DIR: dataDir,
      HEDDLE_SECRET_KEY: "0".repeat(64),
      INNGEST_BASE_URL: standIn.url,
      INNGEST_SIGNING_KEY: signingKey,
      INNGEST_EVENT_KEY: "test",
    });
    host = await createHost({ env, connection: database.connection, log: (line) => lines.push(line) });
    setHost(host);
    http = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
      const asked = new Request(new URL(request.url ?? "/", origin), {
        method: request.method ?? "GET",
        headers,
        ...(body ? { body } : {}),
      });
      const answer = await POST(asked);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await standIn.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    setHost(undefined);
    await host.close();
  });

  it("registers its functions by itself, and says so once", async () => {
    const stop = registerWithInngest(host.inngest as NonNullable<Host["inngest"]>, origin, (line) => lines.push(line));
    await until(() => standIn.registrations > 0, "the registration");
    await stop();
    expect(lines.filter((line) => line.startsWith("Inngest knows"))).toHaveLength(1);
  });

  it("refuses calls that Inngest did not sign", async () => {
    const body = JSON.stringify({ ctx: {}, event: {}, events: [], steps: {}, use_api: false, version: 2 });
    const post = (signature?: string) =>
      fetch(`${origin}/api/inngest?fnId=heddle-run-workflow&stepId=step`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", ...(signature ? { "x-inngest-signature": signature } : {}) },
      });
    const at = Math.floor(Date.now() / 1000).toString();
    const signed = (key: string) =>
      `t=${at}&s=${createHmac("sha256", key)
        .update(body + at)
        .digest("hex")}`;
    expect((await post()).status).toBe(401);
    expect((await post(signed("another-key"))).status).toBe(401);
    // The same request under the right key is let in.
    expect((await post(signed("0123456789abcdef"))).status).not.toBe(401);
  });

  it("writes the end of its own functions' runs only", async () => {
    await insertWorkspace(database.db);
    const store = new PostgresRunStore(database.db.engine, () => {});
    for (const id of ["run_own", "run_other"]) await storeRemoteRun(store, id);
    await database.db.engine.query("delete from outbox");
    const stop = registerWithInngest(host.inngest as NonNullable<Host["inngest"]>, origin, () => {});
    await until(() => standIn.registrations > 0, "the registration");
    await stop();
    const failed = (functionId: string, runId: string) => ({
      name: "inngest/function.failed",
      data: { function_id: functionId, error: { message: "gone" }, event: { data: { runId, epoch: 1 } } },
    });
    await fetch(`${standIn.url}/e/test`, {
      method: "POST",
      body: JSON.stringify([failed("another-app-fn", "run_other"), failed("heddle-run-workflow", "run_own")]),
    });
    await until(async () => (await store.run("run_own"))?.state === "failed", "the end is written");
    await until(() => [...standIn.runs.values()].every(({ status }) => status === "completed"), "both were looked at");
    expect((await store.run("run_other"))?.state).toBe("running");
  });
});

it("has no door for Inngest on the embedded runtime", async () => {
  const env = parseEnv({ HEDDLE_DATA_DIR: dataDir, HEDDLE_SECRET_KEY: "0".repeat(64) });
  const host = await createHost({ env, connection: database.connection, log: () => {} });
  setHost(host);
  try {
    const answer = await GET(new Request("http://127.0.0.1/api/inngest"));
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "not_found" });
  } finally {
    setHost(undefined);
    await host.close();
  }
});

it("loads nothing of Inngest on the embedded runtime", async () => {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context); } });
    const { createHost } = await import("./lib/host/create-host.ts");
    const { parseEnv } = await import("./lib/config/env.ts");
    const [connection, runtime, dataDir] = JSON.parse(process.argv[1]);
    const env = parseEnv({ HEDDLE_RUNTIME: runtime, HEDDLE_DATA_DIR: dataDir, HEDDLE_SECRET_KEY: "0".repeat(64), INNGEST_DEV: "1" });
    const host = await createHost({ env, connection, log() {} });
    const before = loaded.filter((name) => /^inngest(\\/|$)|opentelemetry/.test(name)).length;
    await host.close();
    console.log(JSON.stringify({ before, all: loaded.length }));`;
  const load = async (runtime: string) => {
    const given = JSON.stringify([database.connection, runtime, dataDir]);
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, given], {
      cwd: process.cwd(),
    });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as { before: number; all: number };
  };
  expect(await load("embedded")).toMatchObject({ before: 0 });
  expect((await load("inngest")).before).toBeGreaterThan(0);
});
