import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webhookTests } from "#db/schema/workflows.ts";
import { RUNTIMES } from "../api/testing/on-runtime.ts";
import { readRun } from "../runs/queries.ts";
import { readListener, startListening, stopListening } from "../triggers/test-listener.ts";
import { type Answer, type Call, openWebhookDoors, type WebhookDoors } from "./testing/webhook-doors.ts";

let opened: WebhookDoors;
let author: { workspaceId: string; userId: string };

const json = { "content-type": "application/json" };
const code = (answer: Answer) => (JSON.parse(answer.text) as { code: string }).code;
const inWorkspace: WebhookDoors["api"]["host"]["db"]["withWorkspace"] = (scope, fn) =>
  opened.api.host.db.withWorkspace(scope, fn);

async function listen(id: string, listenerId?: string): Promise<string> {
  const { address } = await inWorkspace(author, (tx) => startListening(tx, author, id, listenerId));
  return (address ?? "").replace("/api/webhooks-test/", "");
}

describe.each(RUNTIMES)("U52 test webhooks on %s", (runtime) => {
  beforeAll(async () => {
    opened = await openWebhookDoors({}, runtime);
    author = { workspaceId: opened.workspace.id, userId: opened.workspace.ownerId };
  });
  afterAll(() => opened.close());

  describe.each([0, 1])("through door %i", suite);
});

function suite(which: number): void {
  const door = (call: Call) => opened.through(which, { test: true, headers: json, body: "{}", ...call });

  it("run the draft while somebody listens, and tell which run it was", async () => {
    const { id, path } = await opened.draft();
    const token = await listen(id);
    const answer = await door({ path: `${token}/${path}`, body: '{"order":48213}' });
    expect(answer).toMatchObject({ status: 201, text: '{"got":{"order":48213}}' });
    const runId = answer.headers.get("heddle-run") ?? "";
    expect(await inWorkspace(author, (tx) => readListener(tx, id))).toMatchObject({ lastRunId: runId });
    const run = await inWorkspace(author, (tx) => readRun(tx, runId));
    expect(run).toMatchObject({ mode: "test", triggerType: "webhook", workflowId: id });
  });

  it("answer with what a draft says after its effects", async () => {
    const { id, path } = await opened.draft({}, "{{ trigger.body }}", true);
    const answer = await door({ path: `${await listen(id)}/${path}`, body: '{"order":1}' });
    expect(answer).toMatchObject({ status: 201, text: '{"got":{"order":1}}' });
  });

  it("are closed before anybody listens, once the time is over, and when the listening is stopped", async () => {
    const { id, path } = await opened.draft();
    expect((await door({ path: `never-made/${path}` })).status).toBe(404);
    const token = await listen(id);
    // Positive control: it is open.
    expect((await door({ path: `${token}/${path}` })).status).toBe(201);
    await inWorkspace(author, (tx) =>
      tx
        .update(webhookTests)
        .set({ listeningUntil: sql`now() - interval '1 ms'` })
        .where(eq(webhookTests.workflowId, id)),
    );
    const late = await door({ path: `${token}/${path}` });
    expect([late.status, code(late)]).toEqual([409, "not_listening"]);
    expect(await listen(id)).toBe(token);
    expect((await door({ path: `${token}/${path}` })).status).toBe(201);
    await inWorkspace(author, (tx) => stopListening(tx, id));
    expect((await door({ path: `${token}/${path}` })).status).toBe(409);
  });

  it("belong to who began last: nobody else closes them by leaving", async () => {
    const { id, path } = await opened.draft();
    const token = await listen(id, "first");
    const call = async () => (await door({ path: `${token}/${path}` })).status;
    const leave = (who: string) => inWorkspace(author, (tx) => stopListening(tx, id, who));
    await listen(id, "second");
    expect(await leave("first")).toMatchObject({ listenerId: "second", listeningUntil: expect.any(String) });
    expect(await call()).toBe(201);
    expect(await leave("second")).toMatchObject({ listenerId: null, listeningUntil: null });
    expect(await call()).toBe(409);
    // Stopped by hand, it ends whoever listens.
    await listen(id, "second");
    await inWorkspace(author, (tx) => stopListening(tx, id));
    expect(await call()).toBe(409);
  });

  it("keep the rules of the trigger: its methods, its path, who may call", async () => {
    const { id, path } = await opened.draft({ methods: ["POST"], allowFrom: ["203.0.113.7"] });
    const token = await listen(id);
    const wrong = await door({ method: "PUT", path: `${token}/${path}` });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await door({ path: `${token}/elsewhere` })).status).toBe(404);
    expect((await door({ path: `${token}/${path}` })).status).toBe(403);
  });

  it("say what is wrong with a draft that cannot run", async () => {
    const { id, path } = await opened.draft({}, "{{ nobody.here }}");
    const answer = await door({ path: `${await listen(id)}/${path}` });
    expect([answer.status, code(answer)]).toEqual([422, "document_has_problems"]);
  });

  it("run again for a repeated key, since the draft may have changed", async () => {
    const { id, path } = await opened.draft();
    const call = { path: `${await listen(id)}/${path}`, headers: { ...json, "idempotency-key": "same" } };
    const [first, second] = [await door(call), await door(call)];
    expect(second.status).toBe(201);
    expect(second.headers.get("heddle-run")).not.toBe(first.headers.get("heddle-run"));
  });
}
