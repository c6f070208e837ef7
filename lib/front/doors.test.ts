import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestApi, TestWorkspace } from "../api/testing/test-api.ts";
import { unpublishWorkflow } from "../workflows/publish.ts";
import { type Answer, type Call, openWebhookDoors, type WebhookDoors } from "./testing/webhook-doors.ts";

let opened: WebhookDoors;
let api: TestApi;
let workspace: TestWorkspace;
let made = 0;

beforeAll(async () => {
  opened = await openWebhookDoors();
  ({ api, workspace } = opened);
});
afterAll(() => opened.close());

const publish: WebhookDoors["publish"] = (...given) => {
  made += 1;
  return opened.publish(...given);
};

const json = { "content-type": "application/json" };
const code = (answer: Answer) => (JSON.parse(answer.text) as { code: string }).code;

describe.each([0, 1])("webhooks through door %i", (which) => {
  const door = (call: Call) => opened.through(which, call);

  it("E15 answers with what the respond node says", async () => {
    const { path } = await publish();
    const answer = await door({ path, headers: json, body: '{"order": 48213}' });
    expect(answer).toMatchObject({ status: 201, text: '{"got":{"order":48213}}' });
    expect(answer.headers.get("content-type")).toContain("application/json");
  });

  it("answers at once with the run's address, or when the run has ended with its output", async () => {
    const now = await publish({ respond: "immediately" });
    const early = await door({ path: now.path, headers: json, body: "{}" });
    expect(early.status).toBe(202);
    expect(early.headers.get("location")).toMatch(/^\/api\/v1\/runs\/run_/);
    const later = await publish({ respond: "when-finished" }, "{{ trigger.body }}", undefined, false);
    expect(await door({ path: later.path, headers: json, body: '{"a":1}' })).toMatchObject({
      status: 200,
      text: '{"got":{"a":1}}',
    });
  });

  it("gives the trigger method, path, parameters, query and headers", async () => {
    const value = "{{ [trigger.method, trigger.params.id, trigger.query.tag, trigger.headers['x-from']] }}";
    const { path } = await publish({}, value, `orders-${made}/:id`);
    const answer = await door({
      path: `${path.replace(":id", "48213")}?tag=a&tag=b`,
      headers: { ...json, "x-from": "shop" },
      body: "{}",
    });
    expect(JSON.parse(answer.text)).toEqual({ got: ["POST", "48213", ["a", "b"], "shop"] });
  });

  it("prefers a fixed segment to a parameter", async () => {
    const base = `pick-${made}`;
    await publish({}, "any", `${base}/:id`);
    await publish({}, "fixed", `${base}/new`);
    expect((await door({ path: `${base}/new`, headers: json, body: "{}" })).text).toBe('{"got":"fixed"}');
    expect((await door({ path: `${base}/7`, headers: json, body: "{}" })).text).toBe('{"got":"any"}');
  });

  it("serves every workspace under its name", async () => {
    const { path } = await publish();
    expect((await door({ path: `@brightwater/${path}`, headers: json, body: "1" })).status).toBe(201);
    expect((await door({ path: `@nobody/${path}`, headers: json, body: "1" })).status).toBe(404);
  });

  it("says 404 for what is unknown, 405 with Allow for another method, 410 for what was unpublished", async () => {
    expect((await door({ path: "never-made", headers: json, body: "{}" })).status).toBe(404);
    const { path, id } = await publish();
    const wrong = await door({ method: "DELETE", path });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toContain("POST");
    await api.host.db.withWorkspace({ workspaceId: workspace.id }, (tx) => unpublishWorkflow(tx, id));
    api.host.webhooks.invalidate();
    expect((await door({ path, headers: json, body: "{}" })).status).toBe(410);
  });

  it("refuses what does not parse, numbers that cannot be kept, and bodies that are too large, without a run", async () => {
    const { path } = await publish();
    const count = async () => {
      const { rows } = await api.host.db.engine.query<{ count: string }>("select count(*) from runs");
      return Number(rows[0]?.count);
    };
    const before = await count();
    expect(await door({ path, headers: json, body: '{"a": ' })).toMatchObject({ status: 400 });
    const exact = await door({ path, headers: json, body: '{"id": 9007199254740993}' });
    expect([exact.status, code(exact)]).toEqual([422, "number_not_exact"]);
    expect((await door({ path, headers: json, body: Buffer.alloc(50 * 1024 * 1024, 32) })).status).toBe(413);
    expect(await count()).toBe(before);
    expect((await door({ path, headers: json, body: "{}" })).status).toBe(201);
    expect(await count()).toBe(before + 1);
  });

  it("keeps NUL and lone surrogates as they came, and refuses a field called __proto__", async () => {
    const { path } = await publish();
    const body = '{"nul":"a\\u0000b","half":"\\ud800"}';
    const answer = await door({ path, headers: json, body });
    expect(answer.text).toBe(`{"got":${body}}`);
    const refused = await door({ path, headers: json, body: '{"__proto__": {"x": 1}}' });
    expect([refused.status, code(refused)]).toEqual([422, "reserved_field"]);
  });

  it("answers the same key with the same run, and another body under it with 422", async () => {
    const { path } = await publish({}, "{{ run.id }}");
    const send = (body: string) => door({ path, headers: { ...json, "idempotency-key": `key-${path}` }, body });
    const [first, second] = await Promise.all([send('{"a":1}'), send('{"a":1}')]);
    expect(first.text).toBe(second.text);
    const replayed = await send('{"a":1}');
    expect(replayed.text).toBe(first.text);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
    expect((await send('{"a":2}')).status).toBe(422);
  });
});

describe("event streams", () => {
  it("replay a run from any point, each entry once, and end with it", async () => {
    const { path } = await publish({ respond: "immediately" });
    const started = await opened.through(0, { path, headers: json, body: "{}" });
    const { runId } = JSON.parse(started.text) as { runId: string };
    const key = await workspace.key("runs:read");
    const { port } = opened;
    const read = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/events?topics=run:${runId}`, {
        headers: { ...key, ...headers },
      });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const text = await response.text();
      return [...text.matchAll(/^id: run:\S+=(\d+)\nevent: (\S+)/gm)].map(([, seq, type]) => ({
        seq: Number(seq),
        type,
      }));
    };
    const all = await read();
    expect(all[0]?.type).toBe("run.started");
    expect(all.at(-1)?.type).toBe("run.completed");
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(all.length);
    const third = all[2]?.seq ?? 0;
    expect(await read({ "last-event-id": `run:${runId}=${third}` })).toEqual(all.slice(3));
  });

  it("say nothing to nobody, and 404 for a run that is not there", async () => {
    const { port } = opened;
    const ask = (topic: string, headers = {}) =>
      fetch(`http://127.0.0.1:${port}/api/v1/events?topics=${topic}`, { headers });
    expect((await ask("workspace")).status).toBe(401);
    expect((await ask("run:run_00000000000000000000000000", await workspace.key("runs:read"))).status).toBe(404);
    expect((await ask("nonsense", await workspace.key("runs:read"))).status).toBe(422);
  });
});
