import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as PUBLISH } from "../../app/api/v1/workflows/[id]/publish/route.ts";
import { DELETE, GET as GET_ONE, PATCH as RENAME } from "../../app/api/v1/workflows/[id]/route.ts";
import { POST as UNPUBLISH } from "../../app/api/v1/workflows/[id]/unpublish/route.ts";
import { GET as VERSIONS } from "../../app/api/v1/workflows/[id]/versions/route.ts";
import { GET as LIST } from "../../app/api/v1/workflows/route.ts";
import { POST as VALIDATE } from "../../app/api/v1/workflows/validate/route.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { createWorkflow, replaceDocument } from "../workflows/mutations.ts";
import { ensureSnapshot } from "../workflows/publish.ts";
import type { RouteHandler } from "./route.ts";
import { smallDocument, webhookDocument } from "./testing/documents.ts";
import { makeWorkflow } from "./testing/objects.ts";
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

async function call(handler: RouteHandler, method: string, id: string, body?: unknown, search = "") {
  const path = `/api/v1/workflows/${id}${search}`;
  const response = await ask(handler, { method, path, params: { id }, body, headers: owner });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

const publish = (id: string, note = "") => call(PUBLISH, "POST", id, { note });
const inHome = () => ({ workspaceId: home.id, userId: home.ownerId });
const save = (id: string, revision: number, document: WorkflowDocument) =>
  api.host.db.withWorkspace(inHome(), (tx) => replaceDocument(tx, inHome(), id, revision, document));
const rowsOf = async (statement: string, id: string) => (await api.host.db.engine.query(statement, [id])).rows;

describe("publishing", () => {
  test("numbers the versions; an unchanged document gives the one that exists", async () => {
    const id = await makeWorkflow(api, home, smallDocument("one"));
    const first = await publish(id, "the first");
    expect(first).toMatchObject({
      status: 201,
      body: { number: 1, note: "the first", workflowId: id, createdBy: { id: home.ownerId } },
    });
    expect(await publish(id, "again")).toMatchObject({
      status: 200,
      body: { id: first.body.id, number: 1, note: "the first" },
    });
    await save(id, 1, smallDocument("two"));
    expect((await call(GET_ONE, "GET", id)).body.published).toEqual({
      versionId: first.body.id,
      number: 1,
      changedSince: true,
    });
    expect(await publish(id)).toMatchObject({ status: 201, body: { number: 2 } });
    const versions = await call(VERSIONS, "GET", id, undefined, "?limit=1");
    expect(versions.body.items.map((version: { number: number }) => version.number)).toEqual([2]);
    const rest = await call(VERSIONS, "GET", id, undefined, `?limit=1&cursor=${versions.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
  });

  test("gives the snapshot that a draft run has made its number", async () => {
    const id = await makeWorkflow(api, home, smallDocument("snapshot"));
    const snapshot = await api.host.db.withWorkspace(inHome(), (tx) =>
      ensureSnapshot(tx, { id, workspaceId: home.id, draft: smallDocument("snapshot") }, home.ownerId),
    );
    expect(snapshot.number).toBeNull();
    expect(await publish(id)).toMatchObject({ status: 201, body: { id: snapshot.id, number: 1 } });
  });

  test("at once by ten people makes one version", async () => {
    const id = await makeWorkflow(api, home, smallDocument("ten"));
    await api.host.db.withWorkspace(inHome(), (tx) =>
      ensureSnapshot(tx, { id, workspaceId: home.id, draft: smallDocument("ten") }, home.ownerId),
    );
    // Whoever may write the version first is held up until several are on their way.
    const gate = new pg.Client(api.database.owner);
    await gate.connect();
    await gate.query("begin");
    await gate.query("select 1 from versions where workflow_id = $1 for update", [id]);
    const publishing = Promise.all(Array.from({ length: 10 }, () => publish(id)));
    const waiting = "select 1 from pg_locks where not granted";
    try {
      await expect.poll(async () => (await gate.query(waiting)).rows.length, { timeout: 10_000 }).toBeGreaterThan(4);
    } finally {
      await gate.end();
    }
    const answers = await publishing;
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
  });

  test("is refused with all problems of the document", async () => {
    const document = smallDocument();
    document.edges.push({ id: "e_2", source: "n_start", sourcePort: "nowhere", target: "n_set", targetPort: "in" });
    document.nodes.push({ id: "n_x", key: "x", type: "no.such", version: 1, config: {} });
    const id = await makeWorkflow(api, home, document);
    const { status, body } = await publish(id);
    expect([status, body.code]).toEqual([422, "document_has_problems"]);
    expect(
      new Set(body.problems.map((problem: { nodeId?: string; edgeId?: string }) => problem.edgeId ?? problem.nodeId)),
    ).toEqual(new Set(["e_2", "n_x"]));
    const validated = await ask(VALIDATE, {
      method: "POST",
      path: "/api/v1/workflows/validate",
      body: { document },
      headers: owner,
    });
    expect(await validated.json()).toEqual({ publishable: false, problems: body.problems });
    expect((await call(GET_ONE, "GET", id)).body.published).toBeNull();
  });
});

describe("webhook addresses", () => {
  test("one that another workflow has is refused, and nothing of the publishing stays", async () => {
    const first = await makeWorkflow(api, home, webhookDocument("orders/:id"));
    expect((await publish(first)).status).toBe(201);
    const second = await makeWorkflow(api, home, webhookDocument("orders/:number"));
    expect(await publish(second)).toMatchObject({ status: 409, body: { code: "webhook_path_taken", takenBy: first } });
    expect(await rowsOf("select 1 from versions where workflow_id = $1", second)).toEqual([]);
    expect((await call(UNPUBLISH, "POST", first)).body.published).toBeNull();
    expect(await rowsOf("select active from webhooks where workflow_id = $1", first)).toEqual([{ active: false }]);
    expect((await publish(second)).status).toBe(201);
    expect(await publish(first)).toMatchObject({ status: 409 });
  });

  test("one of another workspace is free", async () => {
    const id = await makeWorkflow(api, home, webhookDocument("shared"));
    expect((await publish(id)).status).toBe(201);
    const other = await makeWorkspace(api, "other");
    const theirs = await makeWorkflow(api, other, webhookDocument("shared"));
    const headers = await other.member("owner");
    const response = await ask(PUBLISH, { method: "POST", path: "/x", params: { id: theirs }, body: {}, headers });
    expect(response.status).toBe(201);
  });
});

describe("the list", () => {
  test("pages through all workflows once, last changed first, also those of one moment", async () => {
    const place = await makeWorkspace(api, "listed");
    const headers = await place.member("viewer");
    const author = { workspaceId: place.id, userId: place.ownerId };
    // One transaction, so one `now()`: all rows have the same time.
    await api.host.db.withWorkspace(author, async (tx) => {
      for (let i = 0; i < 7; i++) await createWorkflow(tx, author, { name: `Flow ${i} 100%` });
    });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const path: string = `/api/v1/workflows?limit=3${cursor && `&cursor=${cursor}`}`;
      const page = (await (await ask(LIST, { method: "GET", path, headers })).json()) as {
        items: { id: string }[];
        nextCursor: string | null;
      };
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
    const search = async (text: string) =>
      (
        await (
          await ask(LIST, { method: "GET", path: `/api/v1/workflows?search=${encodeURIComponent(text)}`, headers })
        ).json()
      ).items.length;
    expect([await search("flow 3"), await search("0%"), await search("%3"), await search("nothing")]).toEqual([
      1, 7, 0, 0,
    ]);
  });

  test.each(["limit=0", "limit=x", "cursor=x", "cursor=W10", "colour=red", "search=%00"])(
    "?%s is refused",
    async (query) => {
      const response = await ask(LIST, { method: "GET", path: `/api/v1/workflows?${query}`, headers: owner });
      expect([response.status, (await response.json()).code]).toEqual([422, "invalid_query"]);
    },
  );
});

test("a workflow is renamed and deleted", async () => {
  const id = await makeWorkflow(api, home);
  expect(await call(RENAME, "PATCH", id, { name: "  New name " })).toMatchObject({
    status: 200,
    body: { name: "New name" },
  });
  expect((await call(RENAME, "PATCH", id, {})).status).toBe(422);
  expect((await call(DELETE, "DELETE", id)).status).toBe(204);
  for (const again of [await call(DELETE, "DELETE", id), await call(GET_ONE, "GET", id), await publish(id)]) {
    expect(again).toMatchObject({ status: 404, body: { code: "not_found" } });
  }
});
