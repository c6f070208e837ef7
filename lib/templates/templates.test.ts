import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as listDocuments } from "../../app/api/v1/knowledge-bases/[id]/documents/route.ts";
import { GET as listBases } from "../../app/api/v1/knowledge-bases/route.ts";
import { POST as apply } from "../../app/api/v1/templates/[id]/route.ts";
import type { KnowledgeBase, KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { RUNTIMES, startTestApiOn } from "../api/testing/on-runtime.ts";
import { ask, type Credentials, makeWorkspace, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import { createCredential } from "../credentials/mutations.ts";
import { compile } from "../engine/compile/compile.ts";
import { workflowDocumentSchema } from "../engine/document.ts";
import type { TriggerType } from "../engine/events.ts";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { catalogue } from "../nodes/catalog.ts";
import { type ModelServer, startModelServer } from "../testing/model-server.ts";
import { publishWorkflow } from "../workflows/publish.ts";
import { readDocument } from "../workflows/queries.ts";
import { findTemplate, templates } from "./templates.ts";

let api: TestApi;
let home: TestWorkspace;
let owner: Credentials;
let models: ModelServer;

const author = () => ({ workspaceId: home.id, userId: home.ownerId });

async function make(id: string, body: object = {}, headers = owner) {
  const response = await ask(apply, { method: "POST", path: `/api/v1/templates/${id}`, params: { id }, body, headers });
  return { status: response.status, ...((await response.json()) as { id: string; name: string; code?: string }) };
}

async function bases(): Promise<KnowledgeBase[]> {
  const response = await ask(listBases, { method: "GET", path: "/api/v1/knowledge-bases", headers: owner });
  return ((await response.json()) as { items: KnowledgeBase[] }).items;
}

async function documentsOf(id: string): Promise<KnowledgeDocument[]> {
  const path = `/api/v1/knowledge-bases/${id}/documents`;
  const response = await ask(listDocuments, { method: "GET", path, params: { id }, headers: owner });
  return ((await response.json()) as { items: KnowledgeDocument[] }).items;
}

/** Every document of every base has been taken in. */
async function knowledgeIsReady(): Promise<void> {
  for (const base of await bases()) {
    await expect
      .poll(async () => (await documentsOf(base.id)).every(({ state }) => state === "ready"), { timeout: 20_000 })
      .toBe(true);
  }
}

/** Publishes it and runs it with what the template suggests, or with `input`. */
async function run(workflowId: string, templateId: string, input?: Json) {
  await knowledgeIsReady();
  const { versionId } = await api.host.db.withWorkspace(author(), (tx) =>
    publishWorkflow(tx, author(), catalogue, { id: workflowId, note: "" }),
  );
  const template = findTemplate(templateId);
  const trigger = template?.document.nodes.find(({ type }) => type.startsWith("trigger."));
  if (!template || !trigger) throw new Error(`there is no template ${templateId}`);
  const body = input ?? template.input;
  // The name of a trigger is that of its node type.
  const kind = trigger.type.slice("trigger.".length) as TriggerType;
  const isWebhook = kind === "webhook";
  const outcome = await api.host.runs.start({
    workspaceId: home.id,
    workflowId,
    versionId,
    triggerNodeId: trigger.id,
    triggerType: kind,
    mode: "live",
    input: isWebhook ? { method: "POST", path: "", params: {}, query: {}, headers: {}, body } : body,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return outcome.answer;
}

it.each(templates.map((template) => [template.name, template] as const))(
  "%s compiles without a problem",
  (_, { document }) => {
    const stored = workflowDocumentSchema.parse(JSON.parse(JSON.stringify(document)));
    expect(compile(stored, catalogue)).toMatchObject({ ok: true, warnings: [] });
  },
);

describe.each(RUNTIMES)("on %s", (runtime) => {
  beforeAll(async () => {
    // Loopback for the model server only: everything else of a template works without.
    api = await startTestApiOn(runtime, { HEDDLE_ALLOW_LOOPBACK: "1" });
    home = await makeWorkspace(api, "home");
    owner = await home.member("owner");
    models = await startModelServer(() => ({ text: "A real model's answer." }));
  });
  afterAll(async () => {
    await models?.close();
    await api?.close();
  });

  it("ticket triage answers with what the help centre says, and goes on without what it cannot find", async () => {
    const made = await make("ticket-triage");
    expect(made).toMatchObject({ status: 201, name: "Ticket triage" });
    const answer = await run(made.id, "ticket-triage");
    expect(answer).toMatchObject({
      kind: "respond",
      status: 200,
      body: { intent: "warranty", customer: "Lena Brandt", sent: true, reply: expect.stringContaining("Halden 3") },
    });
    expect(bodyOf(answer).sources).toContain("Warranty policy.md");
    // Nobody has this address, and nothing says what it is about: that is for the team.
    const unclear = await run(made.id, "ticket-triage", { from: "guest@example.org", text: "Hello?" });
    expect(bodyOf(unclear)).toMatchObject({ intent: null, customer: "Guest", sent: false });
  });

  it("an invoice that adds up becomes a line, another goes to a person", async () => {
    const { id } = await make("extract-invoices");
    const answer = await run(id, "extract-invoices");
    expect(answer).toMatchObject({
      kind: "respond",
      status: 200,
      body: { accepted: true, invoice: { supplier: "Fjord Fabrics AS", number: "INV-2291", net: 1240, total: 1550 } },
    });
    expect(JSON.stringify(bodyOf(answer).csv)).toContain("Fjord Fabrics AS,INV-2291,2026-11-12,1240,310,1550,EUR");
    const wrong = "supplier: A\nnumber: 1\ndate: 2026-01-01\nnet: 10\ntax: 2\ntotal: 13\ncurrency: EUR";
    expect(await run(id, "extract-invoices", { text: wrong })).toMatchObject({
      status: 422,
      body: { accepted: false },
    });
  });

  it("the digest sums up the open tickets", async () => {
    const { id } = await make("nightly-digest");
    const answer = await run(id, "nightly-digest");
    expect(answer).toMatchObject({ kind: "output", output: { status: 202, body: { taken: true } } });
  });

  it("a question is answered with the passages it was answered from", async () => {
    const { id } = await make("ask-documents");
    const body = bodyOf(await run(id, "ask-documents"));
    expect(body.text).toContain("Is a broken zip covered");
    const [first] = body.citations as JsonObject[];
    expect(first).toMatchObject({ number: expect.any(Number), document: { name: "Warranty policy.md" } });
  });

  it("the agent uses both of its tools, then answers", async () => {
    const { id } = await make("agent-with-tools");
    const { text } = bodyOf(await run(id, "agent-with-tools"));
    expect(text).toContain("get_order gave");
    expect(text).toContain("Halden 3");
    expect(text).toContain("search_help_centre gave");
  });

  it("makes the knowledge once, also when the template is used again", async () => {
    await make("ticket-triage");
    await make("ticket-triage", { name: "Another" });
    const found = (await bases()).filter(({ name }) => name === "Help centre (sample)");
    expect(found).toHaveLength(1);
    expect(await documentsOf(found[0]?.id as string)).toHaveLength(4);
  });

  it("asks a model of the workspace instead of the demo's", async () => {
    const values = { baseUrl: `${models.origin}/v1`, apiKey: "sk-test-0123456789abcdef" };
    const credential = await api.host.db.withWorkspace(author(), (tx) =>
      createCredential(tx, api.host.vault, author(), { name: "Own server", type: "openai-compatible", values }),
    );
    const { id } = await make("nightly-digest", { model: `${credential.id}/some-model` });
    const { document } = await api.host.db.withWorkspace(author(), (tx) => readDocument(tx, id));
    expect(document.nodes.find(({ id }) => id === "short")?.config.model).toBe(`${credential.id}/some-model`);
    await run(id, "nightly-digest");
    expect(models.requests.map(({ body }) => body.model)).toEqual(["some-model", "some-model", "some-model"]);
  });

  it("says what is not there, and what the caller may not", async () => {
    expect(await make("nothing")).toMatchObject({ status: 404, code: "not_found" });
    expect(await make("ticket-triage", { model: "nonsense" })).toMatchObject({ status: 422 });
    const before = (await bases()).length;
    // A key that may make workflows, and no knowledge: neither is made.
    const key = await home.key("workflows:write");
    expect(await make("ticket-triage", {}, key)).toMatchObject({ status: 403, code: "not_allowed" });
    expect(await make("extract-invoices", {}, key)).toMatchObject({ status: 201 });
    expect((await bases()).length).toBe(before);
  });
});

function bodyOf(answer: Awaited<ReturnType<typeof run>>): JsonObject {
  if (answer.kind !== "respond" || !isJsonObject(answer.body)) throw new Error(`no answer: ${JSON.stringify(answer)}`);
  return answer.body;
}
