import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { createPostgresFileStore } from "./adapters/postgres-file-store.ts";
import type { FileStore } from "./file-store.ts";
import { sweepFiles } from "./sweep-files.ts";
import { fileStoreContract } from "./testing/file-store-contract.ts";

let database: TestDatabase;
let store: FileStore;
beforeAll(async () => {
  database = await testDatabase();
  store = createPostgresFileStore(database.db);
  for (const id of ["ws_a", "ws_b"]) {
    await query("insert into workspaces (id, slug, name) values ($1, $1, $1)", [id]);
  }
});
afterAll(() => database.close());

fileStoreContract("postgres", () => ({ store, workspaces: ["ws_a", "ws_b"] }));

async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const owner = await import("pg").then(({ default: pg }) => new pg.Client(database.owner));
  await owner.connect();
  try {
    return (await owner.query(text, values)).rows;
  } finally {
    await owner.end();
  }
}

test("what was broken off leaves no row behind", async () => {
  expect(await query("select id from files where completed_at is null")).toEqual([]);
  expect(await query("select file_id from file_chunks where file_id not in (select id from files)")).toEqual([]);
  // The control: whole files do leave some.
  expect((await query("select file_id from file_chunks")).length).toBeGreaterThan(5);
});

test("a file that is being written is not there for readers", async () => {
  const { promise: gate, resolve: finish } = Promise.withResolvers<void>();
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const put = store.put("ws_a", { name: "slow.txt", mediaType: "text/plain" }, slowly());
  async function* slowly() {
    yield Buffer.from("abc");
    start();
    await gate;
  }
  await started;
  const [row] = await query("select id from files where name = 'slow.txt'");
  expect(await store.open("ws_a", String(row?.id))).toBeNull();
  finish();
  const { id } = await put;
  expect(await store.open("ws_a", id)).not.toBeNull();
});

test("the sweeper drops what is old, not what an open run or a knowledge base still holds", async () => {
  const make = async (name: string, runId: string | null, age: string, whole = true) => {
    const { id } = await store.put("ws_a", { name, mediaType: "text/plain", runId }, Buffer.from(name));
    await query(`update files set created_at = now() - interval '${age}' where id = $1`, [id]);
    if (!whole) await query("update files set completed_at = null where id = $1", [id]);
    return id;
  };
  for (const [id, state] of [
    ["run_open", "waiting"],
    ["run_done", "completed"],
  ]) {
    await query(
      `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at)
       values ($1, 'ws_a', 'wf', 'ver', 'n', 'manual', 'live', $2, 0, 1, 'test', now())`,
      [id, state],
    );
  }
  await query(
    `insert into knowledge_bases (id, workspace_id, name, settings, model, metric, language)
     values ('kb', 'ws_a', 'kb', '{}', 'demo/embedder', 'cosine', 'simple')`,
  );
  const original = await make("original of a document", null, "400 days");
  await query(
    `insert into knowledge_documents (id, workspace_id, base_id, name, media_type, source, state, file_id)
     values ('doc', 'ws_a', 'kb', 'a', 'text/plain', 'upload', 'ready', $1)`,
    [original],
  );
  const kept = [
    original,
    await make("young", null, "29 days"),
    await make("of an open run", "run_open", "90 days"),
    await make("young and unfinished", null, "1 hour", false),
  ];
  const gone = [
    await make("old", null, "31 days"),
    await make("of a run that ended", "run_done", "31 days"),
    await make("of a run that is gone", "run_nowhere", "31 days"),
    await make("unfinished", "run_open", "25 hours", false),
  ];
  expect(await database.db.withEngine((tx) => sweepFiles(tx))).toEqual({ removed: gone.length, mayBeMore: false });
  const left = (await query("select id from files")).map(({ id }) => id);
  expect(left).toEqual(expect.arrayContaining(kept));
  for (const id of gone) expect(left).not.toContain(id);
});
