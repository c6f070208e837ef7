import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { conversationMessages } from "#db/schema/chat.ts";
import { runs as runRows } from "#db/schema/runs.ts";
import { workflows } from "#db/schema/workflows.ts";
import { GET as listChats } from "../../app/api/v1/chats/route.ts";
import { POST as retry } from "../../app/api/v1/conversations/[id]/messages/[messageId]/retry/route.ts";
import { POST as stop } from "../../app/api/v1/conversations/[id]/messages/[messageId]/stop/route.ts";
import { POST as send } from "../../app/api/v1/conversations/[id]/messages/route.ts";
import {
  GET as getConversation,
  DELETE as remove,
  PATCH as rename,
} from "../../app/api/v1/conversations/[id]/route.ts";
import { POST as createConversation, GET as listConversations } from "../../app/api/v1/conversations/route.ts";
import { askQuestion } from "../chat/ask.ts";
import { settleAnswers } from "../chat/settle-answers.ts";
import { chatDocument } from "../chat/testing/chat-document.ts";
import { type ChatWorld, openChatWorld } from "../chat/testing/chat-world.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { pauseWorkflow, resumeWorkflow } from "../workflows/pause.ts";
import { publishWorkflow } from "../workflows/publish.ts";
import type { Answer, Chat, Conversation, Turn } from "./contracts/chat.ts";
import type { RouteHandler } from "./route.ts";
import { RUNTIMES } from "./testing/on-runtime.ts";
import { ask, type Credentials } from "./testing/test-api.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const model = { model: "my models/llama", prompt: "{{ trigger.message }}" };
const once = { retry: { attempts: 1, backoff: "fixed" as const, baseMs: 1, maxMs: 1, jitter: false } };
const writer = () =>
  chatDocument(
    [
      ["ask", "ai.llm", model, { policy: once }],
      ["reply", "control.respond", { body: "{{ ask.text }}" }],
    ],
    ["start > ask", "ask > reply"],
  );
/** Says what it was given, in one go. */
const echo = () =>
  chatDocument(
    [["reply", "control.output", { value: "{{ trigger.history }} {{ trigger.message }}" }]],
    ["start > reply"],
  );

describe.each(RUNTIMES)("chat on %s", (runtime) => {
  let world: ChatWorld;
  let owner: Credentials;
  let workflowId: string;
  let id: string;
  beforeAll(async () => {
    world = await openChatWorld(runtime);
    owner = await world.home.member("owner");
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    world.models.requests.length = 0;
    workflowId = await world.publish(writer());
    id = (await begin(workflowId)).id;
  });

  type Told<T> = T & { httpStatus: number; code?: string };
  async function call<T>(
    handler: RouteHandler,
    method: string,
    path: string,
    more: { body?: unknown; params?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Told<T>> {
    const response = await ask(handler, { method, path, ...more, headers: { ...owner, ...more.headers } });
    const text = await response.text();
    return { httpStatus: response.status, ...(text && JSON.parse(text)) } as Told<T>;
  }
  const begin = (workflow: string) =>
    call<Conversation>(createConversation, "POST", "/api/v1/conversations", { body: { workflowId: workflow } });
  const say = (text: string, key?: string, conversation = id) =>
    call<Turn>(send, "POST", `/api/v1/conversations/${conversation}/messages`, {
      params: { id: conversation },
      body: { text },
      headers: key === undefined ? {} : { "idempotency-key": key },
    });
  const onMessage = <T>(handler: RouteHandler, what: string, messageId: string, conversation = id) =>
    call<T>(handler, "POST", `/api/v1/conversations/${conversation}/messages/${messageId}/${what}`, {
      params: { id: conversation, messageId },
    });
  const read = (conversation = id) =>
    call<{ conversation: Conversation; turns: Turn[] }>(
      getConversation,
      "GET",
      `/api/v1/conversations/${conversation}`,
      {
        params: { id: conversation },
      },
    );
  const last = async (conversation = id) => (await read(conversation)).turns.at(-1)?.answers.at(-1) as Answer;
  async function settled(conversation = id): Promise<Answer> {
    await expect.poll(async () => (await last(conversation)).plan, { timeout: 20_000 }).toBeNull();
    return last(conversation);
  }
  const runCount = async () =>
    (await world.api.host.db.engine.query("select from runs where workflow_id = $1", [workflowId])).rowCount;

  test("a question is answered, kept, and given along with the next one", async () => {
    const talk = (await begin(await world.publish(echo()))).id;
    const turn = await say("Is it covered?", undefined, talk);
    expect(turn).toMatchObject({ httpStatus: 201, question: "Is it covered?", answers: [{ error: null }] });
    expect(await settled(talk)).toMatchObject({ state: "done", text: "[] Is it covered?", plan: null });
    await say("And by post?", undefined, talk);
    const history = [
      { role: "user", text: "Is it covered?" },
      { role: "assistant", text: "[] Is it covered?" },
    ];
    expect(await settled(talk)).toMatchObject({ text: `${JSON.stringify(history)} And by post?` });
    const { conversation, turns } = await read(talk);
    expect(conversation).toMatchObject({ title: "Is it covered?", isOpen: true });
    expect(turns.map(({ question }) => question)).toEqual(["Is it covered?", "And by post?"]);
  });

  test("as many questions are remembered as the chat says", async () => {
    const document = echo();
    (document.nodes[0] as { config: object }).config = { remember: 1 };
    const talk = (await begin(await world.publish(document))).id;
    for (const text of ["One", "Two", "Three"]) {
      await say(text, undefined, talk);
      await settled(talk);
    }
    const text = (await last(talk)).text;
    expect(text).toContain("Two");
    // What the answer before remembered stands in it, so the question's own entry is what is looked for.
    expect(text).not.toContain('[{"role":"user","text":"One"}');
  });

  test("a question sent again under its key is asked once, also at the same time", async () => {
    world.models.next({ half: "Once", ends: "silent" });
    const turns = await Promise.all([say("Why?", "k1"), say("Why?", "k1")]);
    const again = await say("Why?", "k1");
    expect(turns.map(({ httpStatus }) => httpStatus)).toEqual([201, 201]);
    expect(new Set([...turns, again].map((turn) => turn.answers[0]?.runId)).size).toBe(1);
    expect(await runCount()).toBe(1);
    expect(await say("Why not?", "k1")).toMatchObject({ httpStatus: 422, code: "idempotency_key_reused" });
    expect((await read()).turns).toHaveLength(1);
    await onMessage(stop, "stop", again.answers[0]?.id ?? "");
  });

  test("an answer that is stopped keeps what was written, and can be asked for again", async () => {
    world.models.next({ half: "Zips are covered", ends: "silent" });
    const turn = await say("Is it covered?");
    const answer = turn.answers[0] as Answer;
    expect(answer).toMatchObject({ state: "running", plan: { writers: ["ask"], isVerbatim: true } });
    await written(answer.runId as string, "Zips are covered");
    expect(await say("Hello?")).toMatchObject({ httpStatus: 409, code: "answer_under_way" });
    const stopped = await onMessage<Answer>(stop, "stop", answer.id);
    expect(stopped).toMatchObject({ httpStatus: 200, state: "stopped", text: "Zips are covered", plan: null });
    // Once more changes nothing.
    expect(await onMessage<Answer>(stop, "stop", answer.id)).toMatchObject({
      state: "stopped",
      text: "Zips are covered",
    });

    world.models.next({ text: "They are, for five years." });
    const { answers } = await onMessage<Turn>(retry, "retry", turn.id);
    expect(answers).toHaveLength(2);
    expect(await settled()).toMatchObject({ state: "done", text: "They are, for five years.", usage: { read: 11 } });
    expect((await read()).turns[0]?.answers[0]).toMatchObject({ state: "stopped", text: "Zips are covered" });

    await say("Thanks");
    await settled();
    expect(await onMessage(retry, "retry", turn.id)).toMatchObject({ httpStatus: 409, code: "not_last_question" });
    expect(await onMessage(retry, "retry", newId("msg"))).toMatchObject({ httpStatus: 404 });
  });

  /** Until the run has told so much. */
  async function written(runId: string, text: string) {
    const told: string[] = [];
    const leave = world.api.host.runs.watch(runId, 0, {
      entries: () => {},
      delta: (_, delta) => void told.push((delta as { text: string }).text),
      end: () => {},
    });
    await expect.poll(() => told.join("")).toContain(text);
    leave();
  }

  test("an answer that has come cannot be stopped any more", async () => {
    world.models.next({ text: "Yes." });
    const turn = await say("Is it covered?");
    await settled();
    expect(await onMessage<Answer>(stop, "stop", turn.answers[0]?.id ?? "")).toMatchObject({
      state: "done",
      text: "Yes.",
    });
  });

  test("a run that fails says why, and keeps nothing from the next question", async () => {
    world.models.next({ status: 401 });
    await say("Is it covered?");
    const answer = await settled();
    expect(answer).toMatchObject({ state: "failed", error: { code: "auth" } });
    expect(answer.error?.message).not.toBe("");
    world.models.next({ text: "Yes." });
    expect(await say("Still?")).toMatchObject({ httpStatus: 201 });
    expect(await settled()).toMatchObject({ state: "done", text: "Yes." });
  });

  test("a question whose run was never stored is sent by asking again", async () => {
    const row = { workspaceId: world.home.id, conversationId: id, turn: 1 };
    const question = newId("msg");
    await world.api.host.db.withWorkspace({ workspaceId: world.home.id }, (tx) =>
      tx.insert(conversationMessages).values([
        { ...row, id: question, attempt: 0, text: "Lost?", clientKey: "k" },
        { ...row, id: newId("msg"), attempt: 1 },
      ]),
    );
    expect(await last()).toMatchObject({ state: "unsent", runId: null });
    world.models.next({ text: "Found." });
    const { answers } = await say("Lost?", "k");
    expect(answers).toMatchObject([{ runId: expect.stringMatching(/^run_/) }]);
    expect(await settled()).toMatchObject({ text: "Found." });
    expect(await runCount()).toBe(1);
  });

  test("a question whose run cannot be started was not asked", async () => {
    const { host } = world.api;
    const full = { ...host.runs, start: () => Promise.reject(new AppError("queue_full", 429, "Too many wait.")) };
    const member = { workspaceId: world.home.id, userId: world.home.ownerId };
    const asking = askQuestion({ ...host, runs: full }, member, { conversationId: id, text: "Now?", key: "k" });
    await expect(asking).rejects.toMatchObject({ code: "queue_full" });
    expect(await read()).toMatchObject({ turns: [], conversation: { title: "" } });
    world.models.next({ text: "Now." });
    expect(await say("Now?", "k")).toMatchObject({ httpStatus: 201 });
    expect(await settled()).toMatchObject({ text: "Now." });
  });

  test("answers that nobody has looked at are kept before their runs go", async () => {
    world.models.next({ text: "Kept." });
    const turn = await say("Will it be there?");
    const { db, catalogue } = world.api.host;
    const runId = turn.answers[0]?.runId as string;
    await expect
      .poll(
        async () => (await db.withEngine((tx) => tx.select().from(runRows))).find((run) => run.id === runId)?.state,
        {
          timeout: 20_000,
        },
      )
      .toBe("completed");
    await db.withEngine((tx) => settleAnswers(tx, catalogue));
    await db.withEngine((tx) => pruneRuns(tx, Date.now() + 1_000 * DAY_MS));
    expect((await db.withEngine((tx) => tx.select().from(runRows))).map((run) => run.id)).not.toContain(runId);
    expect(await last()).toMatchObject({ state: "done", text: "Kept." });
  });

  test("deleting a conversation stops what is under way", async () => {
    world.models.next({ half: "And so", ends: "silent" });
    const { answers } = await say("Tell a story");
    await written(answers[0]?.runId as string, "And so");
    expect(await call(remove, "DELETE", `/api/v1/conversations/${id}`, { params: { id } })).toMatchObject({
      httpStatus: 204,
    });
    expect(await read()).toMatchObject({ httpStatus: 404 });
    const { run } = await world.api.host.runs.journal(world.home.id, answers[0]?.runId as string);
    expect(run.state).toBe("cancelled");
  });

  test("is a chat while it is published and not paused, under a name that stays", async () => {
    const mine = async () =>
      (await call<{ items: Chat[] }>(listChats, "GET", "/api/v1/chats")).items.find(
        (chat) => chat.workflowId === workflowId,
      );
    const name = (await mine())?.model;
    expect(name).toMatch(/^canary-of-workspace-a(-\d+)?$/);
    const author = { workspaceId: world.home.id, userId: world.home.ownerId };
    const { db, catalogue } = world.api.host;
    await db.withWorkspace(author, (tx) => pauseWorkflow(tx, workflowId));
    expect(await mine()).toBeUndefined();
    expect(await say("Hello?")).toMatchObject({ httpStatus: 409, code: "chat_closed" });
    expect(await begin(workflowId)).toMatchObject({ httpStatus: 409, code: "chat_closed" });
    expect((await read()).conversation).toMatchObject({ isOpen: false });
    await db.withWorkspace(author, (tx) => resumeWorkflow(tx, workflowId));
    await db.withWorkspace(author, (tx) =>
      tx.update(workflows).set({ name: "Another" }).where(eq(workflows.id, workflowId)),
    );
    await db.withWorkspace(author, (tx) => publishWorkflow(tx, author, catalogue, { id: workflowId, note: "" }));
    expect(await mine()).toMatchObject({ model: name, title: "Another" });
  });

  test("is found by its title and by what was asked, and renamed", async () => {
    world.models.next({ text: "Yes." });
    await say("Is the Halden_3 zip covered?");
    await settled();
    const found = async (search: string) =>
      (
        await call<{ items: Conversation[] }>(listConversations, "GET", `/api/v1/conversations?search=${search}`)
      ).items.map((item) => item.id);
    expect(await found("halden_3")).toEqual([id]);
    expect(await found("halden%25")).toEqual([]);
    await call(rename, "PATCH", `/api/v1/conversations/${id}`, { params: { id }, body: { title: "Broken zip" } });
    expect(await found("broken")).toEqual([id]);
    expect(await found("halden_3")).toEqual([id]);
    // One that nothing was asked in is not listed.
    const { id: empty } = await begin(workflowId);
    expect(await found("")).not.toContain(empty);
  });
});
