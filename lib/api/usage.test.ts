import { afterAll, beforeAll, expect, it } from "vitest";
import { DELETE, GET as getPrices, PUT } from "../../app/api/v1/model-prices/route.ts";
import { PUT as putRules } from "../../app/api/v1/model-rules/route.ts";
import { GET as getRun } from "../../app/api/v1/runs/[id]/route.ts";
import { GET as getUsage } from "../../app/api/v1/usage/route.ts";
import { createCredential } from "../credentials/mutations.ts";
import type { DocumentSettings } from "../engine/document.ts";
import type { JsonObject } from "../engine/json.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import type { Usage } from "./contracts/models.ts";
import { makeVersion } from "./testing/objects.ts";
import {
  ask,
  type Credentials,
  makeWorkspace,
  startTestApi,
  type TestApi,
  type TestWorkspace,
} from "./testing/test-api.ts";

const MODEL = "openai-compatible/llama";
let api: TestApi;
let home: TestWorkspace;
let owner: Credentials;
let models: ModelServer;

beforeAll(async () => {
  api = await startTestApi({ HEDDLE_ALLOW_LOOPBACK: "1" });
  home = await makeWorkspace(api, "home");
  owner = await home.member("owner");
  models = await startModelServer();
  const author = { workspaceId: home.id, userId: home.ownerId };
  await api.host.db.withWorkspace(author, (tx) =>
    createCredential(tx, api.host.vault, author, {
      name: "Mine",
      type: "openai-compatible",
      values: { baseUrl: `${models.origin}/v1` },
    }),
  );
});
afterAll(async () => {
  await models.close();
  await api.close();
});

const call = async (handler: Parameters<typeof ask>[0], method: string, path: string, body?: unknown) => {
  const id = /run_\w+/.exec(path)?.[0];
  const more = { ...(id && { params: { id } }), ...(body !== undefined && { body }) };
  const response = await ask(handler, { method, path: `/api/v1${path}`, ...more, headers: owner });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
};
const usage = async (query = ""): Promise<Usage> => (await call(getUsage, "GET", `/usage${query}`)).body;
const setPrice = (input: number, output: number) => call(PUT, "PUT", "/model-prices", { model: MODEL, input, output });

async function start(settings: DocumentSettings = {}, config: JsonObject = {}) {
  const { workflowId, versionId } = await makeVersion(api, home, {
    schemaVersion: 1,
    settings,
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
      {
        id: "ask",
        key: "ask",
        type: "ai.llm",
        version: 1,
        config: { model: MODEL, prompt: "Hi.", ...config },
        policy: { retry: { attempts: 1 } },
      },
    ] as never,
    edges: [{ id: "e", source: "start", sourcePort: "out", target: "ask", targetPort: "in" }],
  });
  const outcome = await api.host.runs.start({
    workspaceId: home.id,
    workflowId,
    versionId,
    triggerNodeId: "start",
    triggerType: "manual",
    mode: "live",
    input: null,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return { ...outcome, workflowId };
}

it("says of a model without a price that it is unknown, also with a budget, until there is one", async () => {
  const first = await start();
  expect(await first.answer).toMatchObject({ kind: "output", output: { cost: null } });
  expect(await usage()).toMatchObject({
    total: { calls: 1, unpricedCalls: 1, cost: 0, inputTokens: 11, outputTokens: 7 },
    models: [{ model: MODEL, unpricedCalls: 1 }],
  });
  const refused = await start({ budget: { usd: 1 } });
  expect(await refused.answer).toMatchObject({
    kind: "failed",
    error: { code: "quota", message: expect.stringContaining(`The price of ${MODEL} is not known`) },
  });
  expect((await usage()).total.calls).toBe(1);
  const listed = (await call(getPrices, "GET", "/model-prices")).body.items;
  expect(listed[0]).toMatchObject({ model: MODEL, listed: null, own: null, isUsed: true });

  expect((await setPrice(1_000, 2_000)).status).toBe(204);
  // 11 tokens in, 7 out.
  const priced = await start({ budget: { usd: 1 } });
  expect(await priced.answer).toMatchObject({ kind: "output", output: { cost: 0.025 } });
  const run = (await call(getRun, "GET", `/runs/${priced.runId}`)).body;
  expect(run.models).toEqual({ calls: 1, unpricedCalls: 0, inputTokens: 11, outputTokens: 7, cost: 0.025 });
  const after = await usage();
  expect(after.total).toMatchObject({ calls: 2, unpricedCalls: 1, cost: 0.025 });
  expect(after.workflows[0]).toMatchObject({ workflowId: priced.workflowId, calls: 1, cost: 0.025 });
  expect(after.days).toHaveLength(30);
  expect(after.days.at(-1)).toMatchObject({ calls: 2 });
});

it("goes by the list again once the workspace's price is taken out", async () => {
  expect((await call(DELETE, "DELETE", `/model-prices?model=${encodeURIComponent(MODEL)}`)).status).toBe(204);
  expect((await call(DELETE, "DELETE", `/model-prices?model=${encodeURIComponent(MODEL)}`)).status).toBe(404);
  expect(await (await start()).answer).toMatchObject({ output: { cost: null } });
  await setPrice(1_000, 2_000);
});

it("counts what was under way when its run was cancelled", async () => {
  const before = (await usage()).total;
  models.next({ half: "Once upon a time", ends: "silent" });
  const { runId } = await start();
  await expect.poll(() => models.requests.length, { timeout: 10_000 }).toBeGreaterThan(before.calls);
  await api.host.runs.cancel(home.id, runId, null);
  await expect.poll(async () => (await usage()).total.calls, { timeout: 10_000 }).toBe(before.calls + 1);
  expect((await usage()).total.failedCalls).toBe(before.failedCalls + 1);
});

it("answers again for nothing where a node wants that, and says so", async () => {
  const asked = models.requests.length;
  const config = { prompt: "Remember this.", cacheFor: "1h" };
  expect(await (await start({}, config)).answer).toMatchObject({ output: { cost: 0.025 } });
  const again = await start({}, config);
  expect(await again.answer).toMatchObject({ output: { cost: 0, cached: true, text: "Hello from the model." } });
  expect(models.requests.length).toBe(asked + 1);
  expect((await call(getRun, "GET", `/runs/${again.runId}`)).body.models).toMatchObject({ calls: 1, cost: 0 });
});

it("outlives the runs", async () => {
  const before = (await usage()).total;
  const { rowCount } = await api.host.db.engine.query("select 1 from runs where workspace_id = $1", [home.id]);
  expect(rowCount).toBeGreaterThan(0);
  await expect
    .poll(async () => {
      await api.host.db.withEngine((tx) => pruneRuns(tx, Date.now() + 400 * 86_400_000));
      return (await api.host.db.engine.query("select 1 from runs where workspace_id = $1", [home.id])).rowCount;
    })
    .toBe(0);
  expect((await usage()).total).toEqual(before);
});

it("a budget of the month holds from the next call on", async () => {
  const rules = {
    requestsPerMinute: null,
    tokensPerMinute: null,
    callsAtOnce: null,
    dayUsd: null,
    dayTokens: null,
    monthUsd: null,
    monthTokens: 5,
  };
  expect((await call(putRules, "PUT", "/model-rules", rules)).status).toBe(204);
  const { answer, runId } = await start();
  expect(await answer).toMatchObject({
    kind: "failed",
    error: {
      code: "quota",
      details: { reason: "budget", budget: "month", unit: "tokens", limit: 5 },
      message: expect.stringContaining("The workspace's budget of this month is used up"),
    },
  });
  const { entries } = await api.host.runs.journal(home.id, runId);
  expect(entries.map(({ event }) => event.type)).toContain("budget.exceeded");
  expect((await call(putRules, "PUT", "/model-rules", { ...rules, monthTokens: null })).status).toBe(204);
  expect(await (await start()).answer).toMatchObject({ kind: "output" });
});

it.each([
  ["/usage?from=2026-02-01&to=2026-01-01", 422],
  ["/usage?from=1990-01-01&to=2026-01-01", 422],
  ["/usage?from=yesterday", 422],
  ["/usage?from=2026-01-01&to=2026-01-02", 200],
])("%s is answered with %i", async (path, status) => {
  expect((await call(getUsage, "GET", path)).status).toBe(status);
});

it.each([
  { model: "llama", input: 1, output: 1 },
  { model: MODEL, input: -1, output: 1 },
  { model: MODEL, input: 1 },
])("no price is %j", async (body) => {
  expect((await call(PUT, "PUT", "/model-prices", body)).status).toBe(422);
});
