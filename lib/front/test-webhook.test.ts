import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webhookTests } from "#db/schema/workflows.ts";
import { readRun } from "../runs/queries.ts";
import { readListener, startListening, stopListening } from "../triggers/test-listener.ts";
import { type Answer, type Call, openWebhookDoors, type WebhookDoors } from "./testing/webhook-doors.ts";

let opened: WebhookDoors;
let author: { workspaceId: string; userId: string };

beforeAll(async () => {
  opened = await openWebhookDoors();
  author = { workspaceId: opened.workspace.id, userId: opened.workspace.ownerId };
});
afterAll(() => opened.close());

const json = { "content-type": "application/json" };
const code = (answer: Answer) => (JSON.parse(answer.text) as { code: string }).code;
const inWorkspace: WebhookDoors["api"]["host"]["db"]["withWorkspace"] = (scope, fn) =>
  opened.api.host.db.withWorkspace(scope, fn);

async function listen(id: string): Promise<string> {
  const { address } = await inWorkspace(author, (tx) => startListening(tx, author, id));
  return (address ?? "").replace("/api/webhooks-test/", "");
}

describe.each([0, 1])("U52 test webhooks through door %i", (which) => {
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
});
