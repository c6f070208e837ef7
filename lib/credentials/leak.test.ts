import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { makeVersion } from "../api/testing/objects.ts";
import { makeWorkspace, startTestApi, type TestApi, type TestWorkspace } from "../api/testing/test-api.ts";
import type { DocumentNode, WorkflowDocument } from "../engine/document.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { type LoopbackServer, startLoopbackServer } from "../outbound/testing.ts";
import { decodeChunk } from "../runs/journal-codec.ts";
import { createCredential } from "./mutations.ts";

/** Characters that every encoding writes in a way of its own. */
const CANARY = 'canary/of+the "vault" é?&=';
const FORMS = [
  CANARY,
  encodeURIComponent(CANARY),
  JSON.stringify(CANARY).slice(1, -1),
  Buffer.from(CANARY).toString("base64"),
  Buffer.from(`shop:${CANARY}`).toString("base64"),
  Buffer.from(CANARY).toString("hex"),
];

let api: TestApi;
let home: TestWorkspace;
let server: LoopbackServer;
const logged: string[] = [];

beforeAll(async () => {
  for (const method of ["log", "info", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation((...said) => void logged.push(said.map(String).join(" ")));
  api = await startTestApi({ HEDDLE_ALLOW_LOOPBACK: "1" });
  home = await makeWorkspace(api, "home");
  // Repeats what it is sent in every way a service might.
  server = await startLoopbackServer((request, response) => {
    const sent = request.headers.authorization ?? decodeURIComponent(request.headers["x-key"]?.toString() ?? "");
    const { pathname, search } = new URL(request.url ?? "", "http://localhost");
    if (pathname === "/away") return void response.writeHead(302, { location: `/echo${search}` }).end();
    if (pathname === "/broken") return void response.writeHead(500, { "x-said": encodeURIComponent(sent) }).end(sent);
    response.writeHead(200, {
      "content-type": pathname === "/file" ? "application/octet-stream" : "application/json",
      "x-said": encodeURIComponent(sent),
    });
    const forms = {
      sent,
      search,
      base64: Buffer.from(sent).toString("base64"),
      hex: Buffer.from(sent).toString("hex"),
    };
    response.end(JSON.stringify(forms));
  });
});
afterAll(async () => {
  await server.close();
  await api.close();
  vi.restoreAllMocks();
});

async function credential(type: string, values: Record<string, string>): Promise<string> {
  const author = { workspaceId: home.id, userId: home.ownerId };
  const { id } = await api.host.db.withWorkspace(author, (tx) =>
    createCredential(tx, api.host.vault, author, { name: `${type} ${Math.random()}`, type, values }),
  );
  return id;
}

/** A call with a credential, its answer passed on, by whichever way it leaves. */
async function run(config: JsonObject, input: Json = null): Promise<string> {
  const node = (id: string, type: string, more: Partial<DocumentNode>): DocumentNode => ({
    id,
    key: id,
    type,
    version: 1,
    config: {},
    ...more,
  });
  const document: WorkflowDocument = {
    schemaVersion: 1,
    nodes: [
      node("start", "trigger.manual", {}),
      node("call", "http.request", {
        config,
        policy: { onError: "port", retry: { attempts: 2, baseMs: 1, maxMs: 1, backoff: "fixed", jitter: false } },
      }),
      node("copy", "data.set", { config: { fields: [{ name: "all", value: "{{ call }}" }], keepInput: false } }),
      node("sorry", "data.set", { config: { fields: [{ name: "all", value: "{{ input }}" }], keepInput: false } }),
    ],
    edges: [
      { id: "e1", source: "start", sourcePort: "out", target: "call", targetPort: "in" },
      { id: "e2", source: "call", sourcePort: "out", target: "copy", targetPort: "in" },
      { id: "e3", source: "call", sourcePort: "error", target: "sorry", targetPort: "in" },
    ],
  };
  const { workflowId, versionId } = await makeVersion(api, home, document);
  const outcome = await api.host.runs.start({
    workspaceId: home.id,
    workflowId,
    versionId,
    triggerNodeId: "start",
    triggerType: "manual",
    mode: "live",
    input,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return JSON.stringify(await outcome.answer);
}

/** Every row of every table as text; journals and files decoded. */
async function dump(): Promise<string> {
  const client = new pg.Client(api.database.owner);
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.rows.length).toBeGreaterThan(15);
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select * from ${name}`);
      for (const row of rows)
        for (const value of Object.values(row))
          texts.push(Buffer.isBuffer(value) ? value.toString("utf8") : JSON.stringify(value));
      if (name === "run_journal")
        for (const row of rows) texts.push(JSON.stringify(decodeChunk(row.events, Number(row.seq_from))));
    }
    return texts.join("\n");
  } finally {
    await client.end();
  }
}

const found = (text: string) => FORMS.filter((form) => text.includes(form));

it("gives no secret away through any door, and would notice if it did", async () => {
  const bearer = await credential("bearer", { token: encodeURIComponent(CANARY) });
  const basic = await credential("basic", { username: "shop", password: CANARY });
  const header = await credential("header", { name: "X-Key", value: encodeURIComponent(CANARY) });
  const query = await credential("query-key", { name: "key", value: CANARY });
  const answers: string[] = [];
  for (const id of [bearer, basic, header, query]) {
    for (const path of ["/echo", "/broken", "/away"])
      answers.push(await run({ url: `${server.origin}${path}`, credential: id }));
    answers.push(await run({ url: `${server.origin}/file`, credential: id, response: "file" }));
    answers.push(await run({ url: `http://nowhere.invalid/`, credential: id }));
  }
  expect(answers.join().split("•••").length).toBeGreaterThan(20);
  expect(found(answers.join("\n"))).toEqual([]);
  expect(found(await dump())).toEqual([]);
  expect(found(logged.join("\n"))).toEqual([]);

  // The same words from somewhere that is no secret are found: the search works.
  await run({ url: `${server.origin}/echo` }, { canary: CANARY });
  expect(found(await dump())).not.toEqual([]);
});
