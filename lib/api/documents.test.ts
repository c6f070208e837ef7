import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workflowChanges } from "#db/schema/workflows.ts";
import { GET, PATCH, PUT } from "../../app/api/v1/workflows/[id]/document/route.ts";
import { POST } from "../../app/api/v1/workflows/route.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { diffDocuments } from "../workflows/diff.ts";
import { smallDocument } from "./testing/documents.ts";
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

async function create(body: unknown, headers: Record<string, string> = {}) {
  const response = await ask(POST, {
    method: "POST",
    path: "/api/v1/workflows",
    body,
    headers: { ...owner, ...headers },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function newWorkflow(document: WorkflowDocument = smallDocument()): Promise<string> {
  const { status, body } = await create({ name: "Flow", document });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

function at(id: string, method: "GET" | "PUT" | "PATCH", body?: unknown, headers: Record<string, string> = {}) {
  const handler = { GET, PUT, PATCH }[method];
  return ask(handler, {
    method,
    path: `/api/v1/workflows/${id}/document`,
    params: { id },
    body,
    headers: { ...owner, ...headers },
  });
}

describe("revisions", () => {
  test("a saved document has a new revision, which is its ETag", async () => {
    const id = await newWorkflow();
    expect((await at(id, "GET")).headers.get("etag")).toBe('"1"');
    const saved = await at(id, "PUT", { document: smallDocument("two") }, { "if-match": '"1"' });
    expect([saved.status, saved.headers.get("etag"), await saved.json()]).toEqual([200, '"2"', { revision: 2 }]);
    expect(await (await at(id, "GET")).json()).toEqual({ revision: 2, document: smallDocument("two") });
  });

  test("a diff changes the document, and the diff is kept", async () => {
    const id = await newWorkflow();
    const diff = diffDocuments(smallDocument(), smallDocument("by diff"));
    const saved = await at(id, "PATCH", { diff }, { "if-match": '"1"' });
    expect(saved.status, await saved.clone().text()).toBe(200);
    expect(await (await at(id, "GET")).json()).toEqual({ revision: 2, document: smallDocument("by diff") });
    const kept = await api.host.db.withWorkspace({ workspaceId: home.id }, (tx) =>
      tx.select().from(workflowChanges).where(eq(workflowChanges.workflowId, id)),
    );
    expect(kept).toMatchObject([{ revision: 2, userId: home.ownerId, diff }]);
  });

  test("without If-Match nothing is saved (428), with a stale one neither (412), and the problem names the current", async () => {
    const id = await newWorkflow();
    const missing = await at(id, "PUT", { document: smallDocument("lost?") });
    expect([missing.status, (await missing.json()).code]).toEqual([428, "if_match_missing"]);
    await at(id, "PUT", { document: smallDocument("first") }, { "if-match": '"1"' });
    for (const tag of ['"1"', '"7"', "*", "x"]) {
      const stale = await at(id, "PUT", { document: smallDocument("lost?") }, { "if-match": tag });
      expect(stale.headers.get("content-type")).toBe("application/problem+json");
      expect(await stale.json()).toMatchObject({
        status: 412,
        code: "stale_revision",
        revision: 2,
        requestId: expect.stringMatching(/^req_/),
      });
    }
    expect(await (await at(id, "GET")).json()).toEqual({ revision: 2, document: smallDocument("first") });
  });

  test("of twenty saves of one revision at once, one is kept", async () => {
    const id = await newWorkflow();
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        at(id, "PUT", { document: smallDocument(`save ${i}`) }, { "if-match": '"1"' }),
      ),
    );
    const statuses = saves.map((response) => response.status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    expect((await (await at(id, "GET")).json()).revision).toBe(2);
  });
});

describe("what is stored comes back equal", () => {
  test("NUL, lone surrogates, empty keys and deep values", async () => {
    const odd = { "": "", nul: "a\0b", half: "\ud800", pair: "😀", deep: [[[{ a: [null, 0.1, 1e21, true] }]]] };
    const document = smallDocument();
    const node = document.nodes[1];
    if (!node) throw new Error("The small document has two nodes.");
    node.config = { fields: [{ name: "value", value: odd }] };
    node.label = "\udc00\0";
    const id = await newWorkflow(document);
    expect((await (await at(id, "GET")).json()).document).toEqual(document);
  });

  test("unknown types and newer versions", async () => {
    const document = smallDocument();
    document.nodes.push({ id: "n_x", key: "x", type: "future.thing", version: 9, config: { any: { thing: [1] } } });
    const id = await newWorkflow(document);
    expect((await (await at(id, "GET")).json()).document).toEqual(document);
  });
});

describe("bad input", () => {
  test.each<[string, string, number, string, string | undefined]>([
    ["broken JSON", '{"name":', 400, "invalid_json", undefined],
    [
      "2^53+1",
      '{"name":"x","document":{"schemaVersion":9007199254740993}}',
      422,
      "number_not_exact",
      "document.schemaVersion",
    ],
    ["an unknown field", '{"name":"x","colour":1}', 422, "invalid_body", "colour"],
    [
      "an unknown field inside",
      '{"name":"x","document":{"schemaVersion":1,"nodes":[],"edges":[],"zoom":1}}',
      422,
      "invalid_body",
      "document.zoom",
    ],
    ["no name", "{}", 422, "invalid_body", "name"],
    ["NUL in a name", '{"name":"a\\u0000"}', 422, "invalid_body", "name"],
    ["half a character in a name", '{"name":"\\ud800"}', 422, "invalid_body", "name"],
    ["no body", "", 422, "invalid_body", ""],
    ["a list", "[]", 422, "invalid_body", ""],
  ])("%s", async (_, text, status, code, path) => {
    const { headers, body, ...answer } = await create(text);
    expect(answer.status, JSON.stringify(body)).toBe(status);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({ code, requestId: headers.get("x-request-id") });
    if (path !== undefined) expect(body.errors[0].path).toBe(path);
  });

  test("every field that does not parse is named", async () => {
    const nodes = [{ id: "a b", key: "Upper", type: "", version: 0, config: [] }];
    const { body } = await create({ name: "x", document: { schemaVersion: 1, nodes, edges: [{ id: "e" }] } });
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual(
      expect.arrayContaining(["id", "key", "type", "version", "config"].map((field) => `document.nodes.0.${field}`)),
    );
    expect(body.errors.map((error: { path: string }) => error.path)).toContain("document.edges.0.source");
  });

  test("two things with one id", async () => {
    const document = smallDocument();
    document.nodes.push({ ...document.nodes[0], key: "again" } as (typeof document.nodes)[0]);
    const { status, body } = await create({ name: "x", document });
    expect([status, body.code, body.errors[0].path]).toEqual([422, "invalid_document", "nodes.2.id"]);
  });

  test("a document of 10,000 nodes", async () => {
    const nodes = Array.from({ length: 10_000 }, (_, i) => ({
      id: `n${i}`,
      key: `k${i}`,
      type: "data.set",
      version: 1,
      config: {},
    }));
    const { status, body } = await create({ name: "x", document: { schemaVersion: 1, nodes, edges: [] } });
    expect([status, body.code, body.errors[0].path]).toEqual([422, "invalid_body", "document.nodes"]);
  });

  test("another content type", async () => {
    const { status, body } = await create("name=x", { "content-type": "application/x-www-form-urlencoded" });
    expect([status, body.code]).toEqual([415, "unsupported_media_type"]);
  });

  test("50 MB, announced or not, is refused without being taken in", async () => {
    const announced = await create("{}", { "content-length": String(50 * 1024 * 1024) });
    expect([announced.status, announced.body.code]).toEqual([413, "body_too_large"]);
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
        if (sent >= 50 * 1024 * 1024) controller.close();
      },
    });
    expect((await create(stream)).status).toBe(413);
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  test("ids that nobody gave out", async () => {
    for (const id of ["wf_00000000000000000000000000", "x", "../../me", "wf_\0", "💥"]) {
      const response = await ask(GET, {
        method: "GET",
        path: "/api/v1/workflows/x/document",
        params: { id },
        headers: owner,
      });
      expect([response.status, (await response.json()).code]).toEqual([404, "not_found"]);
    }
  });
});

describe("Idempotency-Key", () => {
  const key = { "idempotency-key": "order-4711" };

  test("gives the first answer again, also to calls at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ name: "Once" }, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(7);
    expect(answers.map(({ headers }) => headers.get("location"))).not.toContain(null);
  });

  test("is refused for another body", async () => {
    const { status, body } = await create({ name: "Other" }, key);
    expect([status, body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  test("of a request that failed may be tried again", async () => {
    const retry = { "idempotency-key": "retry" };
    expect((await create({ name: "" }, retry)).status).toBe(422);
    expect((await create({ name: "Better" }, retry)).status).toBe(201);
  });

  test("is another one in another workspace", async () => {
    const stranger = await (await makeWorkspace(api, "other")).member("owner");
    const { headers, status } = await create({ name: "Once" }, { ...key, ...stranger });
    expect([status, headers.get("idempotent-replayed")]).toEqual([201, null]);
  });
});

describe("writes of another site", () => {
  test.each<[string, Record<string, string>, number]>([
    ["with its Origin", { origin: "https://evil.example" }, 403],
    ["with a null Origin", { origin: "null" }, 403],
    ["from another port", { origin: "http://localhost:4000" }, 403],
    ["from our own page", { origin: "http://localhost:3000" }, 201],
  ])("%s", async (_, headers, status) => {
    expect((await create({ name: "x" }, headers)).status).toBe(status);
  });

  test("without Origin, unless the browser says it is ours", async () => {
    const { origin: _, ...cookie } = owner as { origin: string };
    const send = (headers: Record<string, string>) =>
      ask(POST, { method: "POST", path: "/api/v1/workflows", body: { name: "x" }, headers: { ...cookie, ...headers } });
    expect((await send({})).status).toBe(403);
    expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(201);
  });
});
