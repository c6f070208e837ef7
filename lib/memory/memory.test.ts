import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { agentConversations, agentExchanges } from "#db/schema/memory.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { forgetConversation, forgetConversations, forgetOldConversations, listConversations } from "./conversations.ts";
import { createMemory } from "./postgres-memory.ts";
import type { ConversationScope, Memory } from "./step-memory.ts";

let database: TestDatabase;
let memory: Memory;
beforeAll(async () => {
  database = await testDatabase();
  memory = createMemory(database.db);
  await asOwner(
    `insert into workspaces (id, slug, name, retention_days) values ('ws_a', 'a', 'A', 30), ('ws_b', 'b', 'B', 7)`,
  );
});
beforeEach(async () => {
  await asOwner(`delete from workflows`);
  await asOwner(
    `insert into workflows (id, workspace_id, name, draft) values ('wf_a', 'ws_a', 'A', '{}'), ('wf_b', 'ws_b', 'B', '{}')`,
  );
});
afterAll(() => database.close());

async function asOwner(text: string): Promise<Record<string, unknown>[]> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const scope = (runId: string, more: Partial<ConversationScope> = {}): ConversationScope => ({
  workspaceId: "ws_a",
  workflowId: "wf_a",
  nodeId: "n_agent",
  runId,
  nodePath: "agent",
  ...more,
});
const say = (run: string, text: string, more?: Partial<ConversationScope>) =>
  memory.keep(scope(run, more), "Lena", { asked: `${text}?`, answered: `${text}.` }, null);
const heard = async (run: string, most = 10, more?: Partial<ConversationScope>) =>
  (await memory.recall(scope(run, more), "Lena", most)).exchanges.map(({ answered }) => answered);
const makeRun = (id: string, parent: string | null) =>
  asOwner(
    `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at, parent_run_id)
     values ('${id}', 'ws_a', 'wf_a', 'ver', 'n', 'manual', 'live', 'completed', 1, 1, 'test', now(), ${parent === null ? "null" : `'${parent}'`})`,
  );

test("the latest exchanges are recalled, in their order", async () => {
  for (const number of ["one", "two", "three"]) await say(`run_${number}`, number);
  expect(await heard("run_later")).toEqual(["one.", "two.", "three."]);
  expect(await heard("run_later", 2)).toEqual(["two.", "three."]);
});

test("a run says one thing, however often it is told to, and does not hear itself", async () => {
  await say("run_1", "first");
  await say("run_2", "second");
  await say("run_2", "second again");
  expect(await heard("run_later")).toEqual(["first.", "second again."]);
  expect(await heard("run_2")).toEqual(["first."]);
  // Each round of a loop is somebody of its own.
  await say("run_2", "in a loop", { nodePath: "loop[1]/agent" });
  expect(await heard("run_later")).toHaveLength(3);
});

test("a run that repeats another takes its place, and knows what that one knew", async () => {
  await makeRun("run_origin", null);
  await makeRun("run_again", "run_origin");
  await makeRun("run_third", "run_again");
  await say("run_before", "before");
  await say("run_origin", "origin");
  await say("run_after", "after");
  expect(await heard("run_third")).toEqual(["before."]);
  await say("run_third", "origin, said better");
  expect(await heard("run_later")).toEqual(["before.", "origin, said better.", "after."]);
});

test("a summary stands for what it sums up, and an older one does not come back", async () => {
  for (const number of ["one", "two", "three"]) await say(`run_${number}`, number);
  const { exchanges } = await memory.recall(scope("run_later"), "Lena", 10);
  const place = (at: number) => exchanges[at]?.place ?? 0;
  const keep = (run: string, text: string, upTo: number) =>
    memory.keep(scope(run), "Lena", { asked: "?", answered: "." }, { text, upTo });
  await keep("run_four", "One and two.", place(1));
  await keep("run_five", "One.", place(0));
  const known = await memory.recall(scope("run_later"), "Lena", 10);
  expect(known.summary).toBe("One and two.");
  expect(known.exchanges.map(({ answered }) => answered)).toEqual(["three.", ".", "."]);
});

test("conversations are apart by key, node, workflow and workspace, in the database alone", async () => {
  await say("run_1", "for A");
  expect(await heard("run_2", 10, { nodeId: "n_other" })).toEqual([]);
  expect((await memory.recall(scope("run_2"), "Tom", 10)).exchanges).toEqual([]);
  // Named by their own ids, from another workspace.
  expect(await heard("run_2", 10, { workspaceId: "ws_b" })).toEqual([]);
  const seen = (workspaceId: string) =>
    database.db.withWorkspace({ workspaceId }, async (tx) => [
      ...(await tx.select().from(agentConversations)),
      ...(await tx.select().from(agentExchanges)),
    ]);
  expect(await seen("ws_a")).toHaveLength(2);
  expect(await seen("ws_b")).toEqual([]);
  await say("run_1", "by B", { workspaceId: "ws_b" });
  expect(await seen("ws_b")).toEqual([]);
});

test("it goes with its workflow, and what is said after that is not kept", async () => {
  await say("run_1", "one");
  await asOwner(`delete from workflows where id = 'wf_a'`);
  expect(await asOwner(`select * from agent_exchanges`)).toEqual([]);
  await say("run_2", "two");
  expect(await asOwner(`select * from agent_conversations`)).toEqual([]);
});

test("what is older than runs are kept is forgotten, and all of it when somebody says so", async () => {
  await say("run_1", "old");
  await say("run_2", "new");
  await asOwner(`update agent_exchanges set at = now() - interval '31 days' where said_by like 'run_1%'`);
  expect(await database.db.withEngine((tx) => forgetOldConversations(tx))).toEqual({ removed: 1, mayBeMore: false });
  expect(await heard("run_later")).toEqual(["new."]);
  const inA = { workspaceId: "ws_a" };
  const list = () => database.db.withWorkspace(inA, (tx) => listConversations(tx, "wf_a"));
  const [one] = (await list()).items;
  expect(one).toMatchObject({ key: "Lena", nodeId: "n_agent", exchanges: 1 });
  await memory.keep(scope("run_3"), "Tom", { asked: "?", answered: "." }, null);
  const inB = { workspaceId: "ws_b" };
  await expect(database.db.withWorkspace(inB, (tx) => forgetConversations(tx, "wf_a"))).rejects.toMatchObject({
    status: 404,
  });
  await expect(
    database.db.withWorkspace(inB, (tx) => forgetConversation(tx, "wf_a", one?.id ?? "")),
  ).rejects.toMatchObject({ status: 404 });
  await database.db.withWorkspace(inA, (tx) => forgetConversation(tx, "wf_a", one?.id ?? ""));
  expect((await list()).items.map(({ key }) => key)).toEqual(["Tom"]);
  await database.db.withWorkspace(inA, (tx) => forgetConversations(tx, "wf_a"));
  expect((await list()).items).toEqual([]);
  expect(await heard("run_later")).toEqual([]);
});

test("signs that PostgreSQL does not take are left out", async () => {
  await memory.keep(scope("run_1"), "Le\0na", { asked: "a\0b", answered: "\ud800!" }, { text: "\0", upTo: 0 });
  expect((await memory.recall(scope("run_2"), "Le\0na", 5)).exchanges).toMatchObject([
    { asked: "ab", answered: "\ufffd!" },
  ]);
});
