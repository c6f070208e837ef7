import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as RESTORE } from "../../app/api/v1/bin/[id]/restore/route.ts";
import { DELETE as PURGE } from "../../app/api/v1/bin/[id]/route.ts";
import { GET as BIN } from "../../app/api/v1/bin/route.ts";
import { GET as DOCUMENT } from "../../app/api/v1/workflows/[id]/document/route.ts";
import { POST as DUPLICATE } from "../../app/api/v1/workflows/[id]/duplicate/route.ts";
import { POST as PAUSE } from "../../app/api/v1/workflows/[id]/pause/route.ts";
import { POST as PUBLISH } from "../../app/api/v1/workflows/[id]/publish/route.ts";
import { POST as RESUME } from "../../app/api/v1/workflows/[id]/resume/route.ts";
import { DELETE, GET as GET_ONE } from "../../app/api/v1/workflows/[id]/route.ts";
import { POST as START } from "../../app/api/v1/workflows/[id]/runs/route.ts";
import { POST as UNPUBLISH } from "../../app/api/v1/workflows/[id]/unpublish/route.ts";
import { GET as LIST } from "../../app/api/v1/workflows/route.ts";
import { newId } from "../ids.ts";
import { emptyBin } from "../workflows/bin.ts";
import type { RouteHandler } from "./route.ts";
import { smallDocument, webhookDocument } from "./testing/documents.ts";
import { makeVersion, makeWorkflow } from "./testing/objects.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

let api: TestApi;
let home: TestWorkspace;
let owner: Credentials;
beforeAll(async () => {
  api = await startTestApi();
  home = await makeWorkspace(api, "home");
  owner = await home.member("owner");
});
afterAll(() => api.close());

async function call(handler: RouteHandler, method: string, id: string, body?: unknown) {
  const response = await ask(handler, { method, path: "/api/v1/x", params: { id }, body, headers: owner });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}
const idsIn = async (handler: RouteHandler) =>
  (await call(handler, "GET", "")).body.items.map((item: { id: string }) => item.id) as string[];
const webhooksOf = async (id: string) =>
  (await api.host.db.engine.query("select active from webhooks where workflow_id = $1", [id])).rows;
const schedulesOf = async (id: string) =>
  (await api.host.db.engine.query("select active, next_at from schedules where workflow_id = $1", [id])).rows;
const age = (id: string, days: number) =>
  api.host.db.withWorkspace({ workspaceId: home.id }, (tx) =>
    tx.execute(`update workflows set deleted_at = now() - interval '${days} days' where id = '${id}'`),
  );
const empty = () => api.host.db.withEngine((tx) => emptyBin(tx));
async function openRun(workflowId: string, versionId: string): Promise<string> {
  const id = newId("run");
  await api.host.db.engine.query(
    `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at)
     values ($1, $2, $3, $4, 'n_start', 'manual', 'live', 'waiting', 0, 1, 'test', now())`,
    [id, home.id, workflowId, versionId],
  );
  return id;
}

describe("the bin", () => {
  test("holds what was deleted, with its triggers stopped, and gives it back as it was", async () => {
    const { workflowId: id } = await makeVersion(api, home, webhookDocument("binned"));
    expect((await call(DELETE, "DELETE", id)).status).toBe(204);
    expect(await webhooksOf(id)).toEqual([{ active: false }]);
    expect(await idsIn(LIST)).not.toContain(id);
    const inBin = (await call(BIN, "GET", "")).body.items.find((item: { id: string }) => item.id === id);
    expect(inBin).toMatchObject({ wasLive: true, deletedBy: { id: home.ownerId } });
    expect(Date.parse(inBin.goneAt) - Date.parse(inBin.deletedAt)).toBe(30 * 86_400_000);
    for (const [handler, method] of [
      [GET_ONE, "GET"],
      [DOCUMENT, "GET"],
      [PUBLISH, "POST"],
      [UNPUBLISH, "POST"],
      [PAUSE, "POST"],
      [DUPLICATE, "POST"],
      [DELETE, "DELETE"],
    ] as const)
      expect((await call(handler, method, id, method === "POST" ? {} : undefined)).status).toBe(404);
    expect((await call(START, "POST", id, {})).status).toBe(404);

    const back = await call(RESTORE, "POST", id);
    expect(back).toMatchObject({ status: 200, body: { id, published: { number: 1 }, pausedBecause: null } });
    expect(await webhooksOf(id)).toEqual([{ active: true }]);
    expect(await idsIn(LIST)).toContain(id);
    expect((await call(RESTORE, "POST", id)).status).toBe(404);
  });

  test("gives a workflow back paused when its address was taken meanwhile, and says so", async () => {
    const { workflowId: id } = await makeVersion(api, home, webhookDocument("wanted"));
    await call(DELETE, "DELETE", id);
    const { workflowId: other } = await makeVersion(api, home, webhookDocument("wanted"));
    const back = await call(RESTORE, "POST", id);
    expect(back.body.pausedBecause).toContain("/api/webhooks/wanted");
    expect(back.body.pausedAt).not.toBeNull();
    expect(await webhooksOf(other)).toEqual([{ active: true }]);
    expect((await call(RESUME, "POST", id)).body.code).toBe("webhook_path_taken");
    await call(UNPUBLISH, "POST", other);
    expect((await call(RESUME, "POST", id)).status).toBe(200);
  });

  test("is emptied for good by hand, but not while runs are open", async () => {
    const { workflowId: id, versionId } = await makeVersion(api, home);
    expect((await call(PURGE, "DELETE", id)).status).toBe(404);
    const run = await openRun(id, versionId);
    await call(DELETE, "DELETE", id);
    expect(await call(PURGE, "DELETE", id)).toMatchObject({ status: 409, body: { code: "workflow_has_open_runs" } });
    await api.host.db.engine.query("update runs set state = 'cancelled' where id = $1", [run]);
    expect((await call(PURGE, "DELETE", id)).status).toBe(204);
    expect((await call(RESTORE, "POST", id)).status).toBe(404);
  });

  test("is emptied by age in every workspace; what is younger, alive or still running stays", async () => {
    const made = [];
    for (let i = 0; i < 4; i++) made.push(await makeVersion(api, home));
    const [old, young, alive, running] = made as [
      (typeof made)[0],
      (typeof made)[0],
      (typeof made)[0],
      (typeof made)[0],
    ];
    for (const { workflowId } of [old, young, running]) await call(DELETE, "DELETE", workflowId);
    await age(old.workflowId, 31);
    await age(young.workflowId, 29);
    await age(running.workflowId, 31);
    await openRun(running.workflowId, running.versionId);
    expect(await empty()).toEqual({ deleted: 1, mayBeMore: false });
    const bin = await idsIn(BIN);
    expect(bin).toEqual(expect.arrayContaining([young.workflowId, running.workflowId]));
    expect(bin).not.toContain(old.workflowId);
    expect(await idsIn(LIST)).toContain(alive.workflowId);
  });
});

describe("pausing", () => {
  const everyHour = (path: string) => {
    const document = webhookDocument(path);
    const config = { every: "1h" };
    document.nodes.push({ id: "n_clock", key: "clock", type: "trigger.schedule", version: 1, config });
    return document;
  };

  test("stops every trigger and lets them go on, and survives a publish", async () => {
    const { workflowId: id } = await makeVersion(api, home, everyHour("paused"));
    expect(await schedulesOf(id)).toMatchObject([{ active: true }]);
    const paused = await call(PAUSE, "POST", id);
    expect(paused).toMatchObject({ status: 200, body: { published: { number: 1 } } });
    expect(paused.body.pausedAt).not.toBeNull();
    expect(await webhooksOf(id)).toEqual([{ active: false }]);
    expect(await schedulesOf(id)).toEqual([{ active: false, next_at: null }]);
    expect((await call(PAUSE, "POST", id)).body.pausedAt).toBe(paused.body.pausedAt);
    expect((await call(PUBLISH, "POST", id, {})).status).toBe(200);
    expect(await webhooksOf(id)).toEqual([{ active: false }]);
    // By hand it still runs.
    expect((await call(START, "POST", id, {})).status).toBe(202);

    expect((await call(RESUME, "POST", id)).body.pausedAt).toBeNull();
    expect(await webhooksOf(id)).toEqual([{ active: true }]);
    const [schedule] = await schedulesOf(id);
    expect(schedule).toMatchObject({ active: true });
    expect(schedule?.next_at.getTime()).toBeGreaterThan(Date.now());
  });

  test("is for what is published; unpublishing ends it", async () => {
    const draft = await makeWorkflow(api, home);
    expect(await call(PAUSE, "POST", draft)).toMatchObject({ status: 409, body: { code: "not_published" } });
    const { workflowId: id } = await makeVersion(api, home);
    await call(PAUSE, "POST", id);
    expect((await call(UNPUBLISH, "POST", id)).body).toMatchObject({ published: null, pausedAt: null });
  });
});

test("a copy has a free name and addresses of its own, and can be published beside the original", async () => {
  const { workflowId: id } = await makeVersion(api, home, webhookDocument("copied/:id"));
  const names = [];
  for (let i = 0; i < 2; i++) {
    const copy = await call(DUPLICATE, "POST", id);
    expect(copy).toMatchObject({ status: 201, body: { published: null } });
    names.push(copy.body.name);
    expect((await call(PUBLISH, "POST", copy.body.id, {})).status).toBe(201);
    const { document } = (await call(DOCUMENT, "GET", copy.body.id)).body;
    expect(document.nodes[0].config.path).toBe(i === 0 ? "copied-copy/:id" : "copied-copy-2/:id");
  }
  expect(names[0]).toMatch(/ \(copy( \d+)?\)$/);
  expect(names[1]).not.toBe(names[0]);
  const plain = await makeWorkflow(api, home, smallDocument("plain"));
  const copy = await call(DUPLICATE, "POST", plain);
  const document = async (of: string) => (await call(DOCUMENT, "GET", of)).body.document;
  expect(await document(copy.body.id)).toEqual(await document(plain));
});
