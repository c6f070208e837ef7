import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as JOURNAL } from "../../app/api/v1/runs/[id]/journal/route.ts";
import { POST as RERUN } from "../../app/api/v1/runs/[id]/rerun/route.ts";
import { GET as GET_RUN } from "../../app/api/v1/runs/[id]/route.ts";
import { POST as CANCEL } from "../../app/api/v1/runs/cancel/route.ts";
import { GET as LIST } from "../../app/api/v1/runs/route.ts";
import type { Json } from "../engine/json.ts";
import { newId } from "../ids.ts";
import { deleteForGood, moveToBin } from "../workflows/bin.ts";
import { replaceDocument } from "../workflows/mutations.ts";
import { publishWorkflow } from "../workflows/publish.ts";
import type { Run } from "./contracts/runs.ts";
import type { RouteHandler } from "./route.ts";
import { smallDocument } from "./testing/documents.ts";
import { makeVersion, makeWorkflow } from "./testing/objects.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

const DAY = 86_400_000;
/** Embedded walks a run here; Inngest gets what has effects through the outbox. */
const runtimes = [
  ["embedded", {}],
  ["inngest", { HEDDLE_RUNTIME: "inngest", INNGEST_DEV: "1", INNGEST_BASE_URL: "http://127.0.0.1:9" }],
] as const;

describe.each(runtimes)("runs on %s", (runtime, env) => {
  let api: TestApi;
  let home: TestWorkspace;
  let owner: Credentials;
  beforeAll(async () => {
    api = await startTestApi(env);
    home = await makeWorkspace(api, "home");
    owner = await home.member("operator");
  });
  afterAll(() => api.close());

  const author = () => ({ workspaceId: home.id, userId: home.ownerId });
  async function call(handler: RouteHandler, method: string, params: { id?: string }, body?: unknown, more = {}) {
    const headers = { ...owner, ...more };
    const response = await ask(handler, { method, path: "/api/v1/x", params: params as { id: string }, body, headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  const rerun = (id: string, version?: string, more = {}) => call(RERUN, "POST", { id }, version && { version }, more);
  const list = async (query: string): Promise<Run[]> => {
    const response = await ask(LIST, { method: "GET", path: `/api/v1/runs?${query}`, headers: owner });
    const body = await response.json();
    if (response.status !== 200) throw new Error(body.code);
    return body.items;
  };

  async function run(at: { workflowId: string; versionId: string }, input: Json): Promise<string> {
    const outcome = await api.host.runs.start({
      ...at,
      workspaceId: home.id,
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input,
    });
    if (outcome.status !== "started") throw new Error("it did not start");
    await outcome.accepted;
    await outcome.answer;
    return outcome.runId;
  }

  async function insertRun(given: { state: string; trigger?: string; daysAgo?: number; workflowId?: string }) {
    const at = Date.now() - (given.daysAgo ?? 0) * DAY;
    const id = newId("run", at);
    await api.host.db.engine.query(
      `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at)
       values ($1, $2, $3, $4, 'n_start', $5, 'live', $6, 0, 1, 'test', $7)`,
      [
        id,
        home.id,
        given.workflowId ?? newId("wf"),
        newId("ver"),
        given.trigger ?? "manual",
        given.state,
        new Date(at),
      ],
    );
    return id;
  }

  test("the list is narrowed by workflow, states, triggers and time", async () => {
    const workflowId = newId("wf");
    const failed = await insertRun({ workflowId, state: "failed", trigger: "webhook" });
    const old = await insertRun({ workflowId, state: "failed", trigger: "schedule", daysAgo: 3 });
    const waiting = await insertRun({ workflowId, state: "waiting", trigger: "rerun" });
    const ids = async (query: string) => (await list(`workflow=${workflowId}&${query}`)).map(({ id }) => id).sort();
    expect(await ids("")).toEqual([failed, old, waiting].sort());
    expect(await ids("state=failed")).toEqual([failed, old].sort());
    expect(await ids("state=failed,waiting&trigger=rerun,schedule")).toEqual([old, waiting].sort());
    const yesterday = new Date(Date.now() - DAY).toISOString();
    expect(await ids(`since=${yesterday}`)).toEqual([failed, waiting].sort());
    expect(await ids(`until=${yesterday}`)).toEqual([old]);
    for (const query of ["state=gone", "trigger=x", "since=yesterday", "state="])
      await expect(ids(query)).rejects.toThrow("invalid_query");
  });

  test("several runs are cancelled; one that has ended stays as it is, one that is not there stops it all", async () => {
    const [a, b, ended] = [
      await insertRun({ state: "waiting" }),
      await insertRun({ state: "waiting" }),
      await insertRun({ state: "completed" }),
    ];
    const gone = await call(CANCEL, "POST", {}, { ids: [a, newId("run")] });
    expect([gone.status, gone.body.code]).toEqual([404, "not_found"]);
    expect((await call(GET_RUN, "GET", { id: a })).body.state).toBe("waiting");
    const done = await call(CANCEL, "POST", {}, { ids: [a, b, ended, a] });
    expect(done).toMatchObject({ status: 200, body: { cancelled: [a, b], hadEnded: [ended] } });
    for (const id of [a, b]) expect((await call(GET_RUN, "GET", { id })).body.state).toBe("cancelled");
    expect((await call(CANCEL, "POST", {}, { ids: [] })).status).toBe(422);
    expect((await call(CANCEL, "POST", {}, { ids: Array.from({ length: 101 }, () => newId("run")) })).status).toBe(422);
  });

  test("a run is made again with its input, on its version, and says whose child it is", async () => {
    const at = await makeVersion(api, home, smallDocument("{{ trigger.text }}"));
    const first = await run(at, { text: "again", big: "x".repeat(20_000) });
    const again = await rerun(first);
    expect(again).toMatchObject({
      status: 202,
      body: {
        parentRunId: first,
        triggerType: "rerun",
        mode: "live",
        versionId: at.versionId,
        triggerNodeId: "n_start",
      },
    });
    expect(again.headers.get("location")).toBe(`/api/v1/runs/${again.body.id}`);
    expect(await api.host.runs.answer(again.body.id, 5_000)).toEqual({ kind: "output", output: { value: "again" } });
    // A re-run of a re-run has the same input.
    const third = await rerun(again.body.id);
    expect(await api.host.runs.answer(third.body.id, 5_000)).toEqual({ kind: "output", output: { value: "again" } });
    expect(third.body.parentRunId).toBe(again.body.id);
  });

  test("it is made on the version that is published now, or on the draft", async () => {
    const at = await makeVersion(api, home, smallDocument("old"));
    const first = await run(at, null);
    await api.host.db.withWorkspace(author(), async (tx) => {
      await replaceDocument(tx, author(), at.workflowId, 1, smallDocument("new"));
      await publishWorkflow(tx, author(), api.host.catalogue, { id: at.workflowId, note: "" });
      await replaceDocument(tx, author(), at.workflowId, 2, smallDocument("draft"));
    });
    for (const [version, value, mode] of [
      ["same", "old", "live"],
      ["published", "new", "live"],
      ["draft", "draft", "draft"],
    ]) {
      const again = await rerun(first, version);
      expect(again.body.mode).toBe(mode);
      expect(await api.host.runs.answer(again.body.id, 5_000)).toEqual({ kind: "output", output: { value } });
    }
  });

  test("the same key gives the same run, another request under it is refused", async () => {
    const first = await run(await makeVersion(api, home), null);
    const key = { "idempotency-key": "once" };
    const one = await rerun(first, "same", key);
    expect((await rerun(first, "same", key)).body.id).toBe(one.body.id);
    expect((await rerun(first, "published", key)).body.code).toBe("idempotency_key_reused");
    expect((await rerun(first, "same")).body.id).not.toBe(one.body.id);
  });

  test("it says why it cannot be made again", async () => {
    const at = await makeVersion(api, home, smallDocument("x"));
    const first = await run(at, null);
    const other = smallDocument("x");
    other.nodes = other.nodes.map((node) => (node.id === "n_start" ? { ...node, id: "n_other" } : node));
    other.edges = other.edges.map((edge) => ({ ...edge, source: "n_other" }));
    await api.host.db.withWorkspace(author(), (tx) => replaceDocument(tx, author(), at.workflowId, 1, other));
    expect((await rerun(first, "draft")).body).toMatchObject({ status: 409, code: "no_trigger" });
    const draft = await makeWorkflow(api, home);
    const snapshotRun = await insertRun({ state: "completed", workflowId: draft });
    expect((await rerun(snapshotRun, "published")).body.code).toBe("not_published");
    await api.host.db.withWorkspace(author(), (tx) => moveToBin(tx, author(), at.workflowId));
    expect((await rerun(first)).body.code).toBe("workflow_deleted");
    await api.host.db.withWorkspace(author(), (tx) => deleteForGood(tx, at.workflowId));
    expect((await rerun(first)).body).toMatchObject({ status: 409, code: "workflow_deleted" });
    // What is left of it can still be read.
    expect((await call(GET_RUN, "GET", { id: first })).body.workflowName).toBeNull();
  });

  test("what has effects goes to the runtime with its input and parent in the same commit", async () => {
    const document = smallDocument("x");
    const config = { url: "http://127.0.0.1:9/", method: "GET" };
    document.nodes.push({ id: "n_call", key: "call", type: "http.request", version: 1, config });
    document.edges.push({ id: "e_2", source: "n_set", sourcePort: "out", target: "n_call", targetPort: "in" });
    const at = await makeVersion(api, home, document);
    const started = await api.host.runs.start({
      ...at,
      workspaceId: home.id,
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input: { order: 48213 },
    });
    if (started.status !== "started") throw new Error("it did not start");
    await started.accepted;
    const again = await rerun(started.runId);
    expect(again).toMatchObject({ status: 202, body: { parentRunId: started.runId } });
    const { entries } = (await call(JOURNAL, "GET", { id: again.body.id })).body;
    expect(entries[0].event.input).toEqual({ order: 48213 });
    const { rows } = await api.host.db.engine.query("select kind from outbox where run_id = $1", [again.body.id]);
    expect(rows).toEqual(runtime === "inngest" ? [{ kind: "run.requested" }] : []);
    for (const id of [started.runId, again.body.id])
      await api.host.runs.cancel(home.id, id, null).catch(() => undefined);
  });
});
