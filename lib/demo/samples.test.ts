import { afterAll, beforeAll, expect, it } from "vitest";
import { makeVersion } from "../api/testing/objects.ts";
import { makeWorkspace, startTestApi, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import { compile } from "../engine/compile/compile.ts";
import { workflowDocumentSchema } from "../engine/document.ts";
import type { Json } from "../engine/json.ts";
import { catalogue } from "../nodes/catalog.ts";
import type { Sample } from "./sample.ts";
import { samples } from "./samples.ts";

let api: TestApi;
let home: TestWorkspace;

// No variable opens loopback here: only the demo's own services may be called.
beforeAll(async () => {
  api = await startTestApi();
  home = await makeWorkspace(api, "home");
});
afterAll(() => api.close());

const made = new Map<Sample, ReturnType<typeof makeVersion>>();

/** Published once: a webhook's path is free only for the first. */
function versionOf(sample: Sample): ReturnType<typeof makeVersion> {
  const version = made.get(sample) ?? makeVersion(api, home, sample.document);
  made.set(sample, version);
  return version;
}

async function run(id: string, input?: Json) {
  const sample = samples.find((one) => one.id === id);
  const trigger = sample?.document.nodes.find(({ type }) => type.startsWith("trigger."));
  if (!sample || !trigger) throw new Error(`there is no sample ${id}`);
  const { workflowId, versionId } = await versionOf(sample);
  const isWebhook = trigger.type === "trigger.webhook";
  const body = input ?? sample.input;
  const outcome = await api.host.runs.start({
    workspaceId: home.id,
    workflowId,
    versionId,
    triggerNodeId: trigger.id,
    triggerType: isWebhook ? "webhook" : "manual",
    mode: "live",
    input: isWebhook ? { method: "POST", path: "demo/orders", params: {}, query: {}, headers: {}, body } : body,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return outcome.answer;
}

it.each(samples.map((sample) => [sample.name, sample] as const))("%s compiles without a problem", (_, { document }) => {
  const stored = workflowDocumentSchema.parse(JSON.parse(JSON.stringify(document)));
  expect(compile(stored, catalogue)).toMatchObject({ ok: true, warnings: [] });
});

it("the order webhook takes what is in stock, and refuses what is not", async () => {
  expect(await run("order-webhook")).toMatchObject({
    kind: "respond",
    status: 201,
    body: { accepted: true, sku: "LAMP-3", net: 79, total: 98.75 },
  });
  expect(await run("order-webhook", { sku: "SOLD-OUT", quantity: 1, price: 1 })).toMatchObject({
    kind: "respond",
    status: 409,
    body: { accepted: false, reason: "Only 0 of SOLD-OUT are left." },
  });
});

it("ten calls are joined", async () => {
  expect(await run("ten-calls")).toEqual({ kind: "output", output: { warehouses: 10, inStock: 541 } });
});

it("a call that works at the third try goes on, one that never does takes the error way", async () => {
  expect(await run("retries")).toMatchObject({
    kind: "output",
    output: { days: 7, because: expect.stringMatching(/demo\.heddle\.localhost.*503/) },
  });
});

it("mail is sorted, and an order is read, by a model that needs no account", async () => {
  expect(await run("sort-mail")).toMatchObject({ kind: "output", output: { model: "demo/writer", cost: 0 } });
  const order = { from: "tom@example.org", body: "I want to order.\nProduct: LAMP-3\nQuantity: 2" };
  expect(await run("sort-mail", order)).toMatchObject({ output: { object: { product: "LAMP-3", quantity: "2" } } });
  const other = { from: "tom@example.org", body: "See you on Monday." };
  expect(await run("sort-mail", other)).toEqual({ kind: "output", output: { why: "See you on Monday." } });
});

it("opens nothing else on this machine", async () => {
  const { workflowId, versionId } = await makeVersion(api, home, {
    schemaVersion: 1,
    nodes: [
      { id: "start", key: "start", type: "trigger.manual", version: 1, config: {} },
      { id: "call", key: "call", type: "http.request", version: 1, config: { url: "http://127.0.0.1:1/stock/a" } },
    ],
    edges: [{ id: "e", source: "start", sourcePort: "out", target: "call", targetPort: "in" }],
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
  expect(await outcome.answer).toMatchObject({ kind: "failed", error: { details: { reason: "address_not_allowed" } } });
});
