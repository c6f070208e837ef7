import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { knowledgeDocuments, knowledgeJobs, knowledgeVectors } from "#db/schema/knowledge.ts";
import { createPostgresFileStore } from "../../files/adapters/postgres-file-store.ts";
import { NodeError } from "../../nodes/define.ts";
import { type MilvusServer, startMilvusServer } from "../../testing/milvus-server.ts";
import type { EmbedTexts } from "../embedder.ts";
import { createEmbeddedVectorIndex } from "../index/adapters/embedded-vector-index.ts";
import { openMilvusVectorIndex } from "../index/adapters/milvus/milvus-vector-index.ts";
import { createPostgresVectorSource } from "../index/postgres-vector-source.ts";
import type { IndexScope, VectorIndex } from "../index/vector-index.ts";
import { addDocument, deleteDocument } from "../mutations.ts";
import { createDocumentReader, type DocumentReader } from "../parsing/document-reader.ts";
import { readBase } from "../queries.ts";
import { startReembedding, stopReembedding } from "../reembedding.ts";
import { retrieve } from "../retrieval/retrieve.ts";
import { searchSchema } from "../retrieval/search-options.ts";
import { demoModels, embedOffline } from "../testing/embed-offline.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "../testing/knowledge-world.ts";
import { type KnowledgeRunner, startKnowledgeRunner } from "./knowledge-runner.ts";

const OLD = "demo/embedder";
/** As many numbers as the old one: only the generation tells their vectors apart. */
const NEW = "new/embedder";
const DIMENSIONS = 16;

let milvus: MilvusServer;
beforeAll(async () => {
  milvus = await startMilvusServer();
});
afterAll(() => milvus.close());

describe.each(["built-in", "Milvus"])("with the %s index", (kind) => {
  const { signal } = new AbortController();
  let world: KnowledgeWorld;
  let reader: DocumentReader;
  let index: VectorIndex;
  let scope: IndexScope;
  let runners: KnowledgeRunner[] = [];
  /** Texts that each model was given. */
  let asked: { model: string; texts: readonly string[] }[] = [];
  /** Called once the index has counted. */
  let counted: (scope: IndexScope) => Promise<void>;
  let gate: (call: { model: string; texts: readonly string[] }) => Promise<void>;
  beforeAll(async () => {
    world = await startKnowledgeWorld();
    reader = createDocumentReader();
    const source = createPostgresVectorSource(world.db);
    const opened =
      kind === "Milvus"
        ? await openMilvusVectorIndex(source, { address: milvus.address, afterglowMs: 0 })
        : createEmbeddedVectorIndex(source);
    index = {
      ...opened,
      async count(of, countSignal) {
        const count = await opened.count(of, countSignal);
        await counted(of);
        return count;
      },
    };
  });
  afterAll(async () => {
    await index?.close();
    await reader?.close();
    await world?.close();
  });
  beforeEach(async () => {
    asked = [];
    gate = async () => {};
    counted = async () => {};
    scope = await world.base({ dimensions: DIMENSIONS });
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.close()));
    runners = [];
  });

  const embedTexts: EmbedTexts = async (workspaceId, call, callSignal) => {
    await gate(call);
    asked.push(call);
    // Another model says other things: its vectors are those of the words turned around.
    const texts = call.model === NEW ? call.texts.map((text) => [...text].reverse().join("")) : call.texts;
    return embedOffline(workspaceId, { ...call, model: OLD, dimensions: DIMENSIONS, texts }, callSignal);
  };
  const parts = () => ({ db: world.db, index, embedTexts, models: { ...demoModels, embedTexts } });
  function run(owner = "one:1"): KnowledgeRunner {
    const runner = startKnowledgeRunner({
      ...parts(),
      files: createPostgresFileStore(world.db),
      reader,
      stream: () => Promise.reject(new Error("Nothing is downloaded here.")),
      owner,
      isSafe: () => true,
      log: () => {},
      pollMs: 20,
    });
    runners.push(runner);
    return runner;
  }
  async function add(text: string, name = "a.txt"): Promise<string> {
    const { workspaceId, baseId } = scope;
    const about = { name, mediaType: "text/plain" };
    const file = await createPostgresFileStore(world.db).put(workspaceId, about, Buffer.from(text));
    const wanted = { name, file, url: null, key: null, source: "upload" as const, metadata: {} };
    const author = { workspaceId, userId: null };
    return (await world.db.withWorkspace(scope, (tx) => addDocument(tx, author, baseId, wanted))).id;
  }
  const base = () => world.db.withWorkspace(scope, (tx) => readBase(tx, scope.baseId));
  const start = () =>
    world.db.withWorkspace(scope, (tx) => startReembedding(tx, scope.baseId, { model: NEW, dimensions: null }));
  const state = (id: string) =>
    world.db.withWorkspace(scope, async (tx) => {
      const [row] = await tx.select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, id));
      return row?.state;
    });
  const ready = (id: string) => expect.poll(() => state(id), { timeout: 20_000 }).toBe("ready");
  const done = () => expect.poll(async () => (await base()).reembedding, { timeout: 20_000 }).toBeNull();
  const find = async (query: string) => {
    const search = searchSchema.parse({ query, mode: "vector" });
    const found = await retrieve(parts(), scope, search, signal);
    return found?.results.map(({ document, score }) => ({ name: document.name, score })) ?? [];
  };
  /** Vectors of each generation, in the database. */
  const vectors = () =>
    world.db.withWorkspace(scope, async (tx) => {
      const rows = await tx
        .select({ generation: knowledgeVectors.generation, count: sql<number>`count(*)::int` })
        .from(knowledgeVectors)
        .where(eq(knowledgeVectors.baseId, scope.baseId))
        .groupBy(knowledgeVectors.generation);
      return Object.fromEntries(rows.map(({ generation, count }) => [generation, count]));
    });
  /** What waits until nobody looks at it any more is done now. */
  async function sweep(): Promise<void> {
    await world.db.withEngine((tx) => tx.execute(sql`update knowledge_jobs set run_at = now() where kind = 'drop'`));
    const dropping = eq(knowledgeJobs.kind, "drop");
    await expect
      .poll(() => world.db.withWorkspace(scope, (tx) => tx.$count(knowledgeJobs, dropping)), { timeout: 20_000 })
      .toBe(0);
  }
  const longText = (passages: number, word: string) =>
    Array.from({ length: passages * 40 }, (_, n) => `The ${word} number ${n} is told in ten words or so.`).join(" ");
  const ofModel = (model: string) => asked.filter((call) => call.model === model).flatMap(({ texts }) => texts);

  test("the old model serves until the new one has everything; then one switch, and the old vectors go", async () => {
    run();
    await ready(await add("Coffee is brewed under pressure.", "coffee.txt"));
    await ready(await add("Tea is steeped for a while.", "tea.txt"));
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    gate = ({ model }) => (model === NEW ? opened : Promise.resolve());
    await start();
    runners[0]?.wake();
    const before = await find("Coffee is brewed under pressure.");
    expect(before[0]).toMatchObject({ name: "coffee.txt", score: expect.closeTo(1, 3) });
    expect(await base()).toMatchObject({ model: OLD, reembedding: { model: NEW, done: 0, total: 2, failed: false } });
    expect(ofModel(NEW)).toEqual([]);
    await expect(start()).rejects.toMatchObject({ code: "embedding_under_way" });
    open();
    await done();
    expect(await base()).toMatchObject({ model: NEW, dimensions: DIMENSIONS, chunks: 2 });
    asked = [];
    const after = await find("Coffee is brewed under pressure.");
    expect(after[0]).toMatchObject({ name: "coffee.txt", score: expect.closeTo(1, 3) });
    expect(ofModel(OLD)).toEqual([]);
    expect(await vectors()).toEqual({ 0: 2, 1: 2 });
    await sweep();
    expect(await vectors()).toEqual({ 1: 2 });
    expect(await index.count(scope, signal)).toBe(0);
    expect(await index.count({ ...scope, generation: 1 }, signal)).toBe(2);
    expect(await find("Tea is steeped for a while.")).toHaveLength(2);
  });

  test("broken off in the middle, it goes on where it was: no text is embedded twice", async () => {
    run();
    await ready(await add(longText(140, "story")));
    const { chunks } = await base();
    expect(chunks).toBeGreaterThan(128);
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    gate = async ({ model }) => {
      if (model === NEW && ofModel(NEW).length >= 64) stop();
    };
    await start();
    runners[0]?.wake();
    await stopped;
    await runners[0]?.close();
    const half = await base();
    expect(half.reembedding?.done).toBeGreaterThan(0);
    expect(half.reembedding?.done).toBeLessThan(chunks);
    expect(half.model).toBe(OLD);
    gate = async () => {};
    run("two:1");
    await done();
    const texts = ofModel(NEW);
    // What was under way when it broke off may be asked for again, and nothing else.
    expect(texts.length).toBeLessThanOrEqual(chunks + 64);
    expect(new Set(texts).size).toBe(chunks);
    expect(await index.count({ ...scope, generation: 1 }, signal)).toBe(chunks);
  });

  test("documents that come and go meanwhile are there, or not, afterwards", async () => {
    run();
    const gone = await add("Secret of the house.", "gone.txt");
    await ready(gone);
    await ready(await add(longText(70, "story"), "long.txt"));
    let late = "";
    gate = async ({ model }) => {
      if (model !== NEW || late !== "") return;
      late = await add("Came while it was going on.", "late.txt");
      await world.db.withWorkspace(scope, (tx) => deleteDocument(tx, scope.baseId, gone));
    };
    await start();
    await done();
    await ready(late);
    const names = (await find("Came while it was going on.")).map(({ name }) => name);
    expect(names[0]).toBe("late.txt");
    expect(names).not.toContain("gone.txt");
    await sweep();
    const { chunks } = await base();
    expect(await vectors()).toEqual({ 1: chunks });
    expect(await index.count({ ...scope, generation: 1 }, signal)).toBe(chunks);
  });

  test("a document that is half in when the base switches is whole with the new model", async () => {
    run();
    await ready(await add("Something to begin with.", "first.txt"));
    let isHeld = false;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    gate = async ({ model, texts }) => {
      if (model !== OLD || !texts.some((text) => text.includes("tale"))) return;
      isHeld = true;
      await opened;
    };
    const id = await add(longText(3, "tale"), "half.txt");
    await expect.poll(() => isHeld, { timeout: 20_000 }).toBe(true);
    await start();
    await done();
    // The old vectors are gone already when it comes with more of them.
    await sweep();
    open();
    await ready(id);
    const { chunks, model } = await base();
    expect(model).toBe(NEW);
    expect(await vectors()).toEqual({ 1: chunks });
    expect(await index.count({ ...scope, generation: 1 }, signal)).toBe(chunks);
  });

  test("given up, the base keeps its model, and nothing of the other stays", async () => {
    run();
    await ready(await add(longText(70, "story")));
    let isHeld = false;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    gate = async ({ model }) => {
      if (model !== NEW || ofModel(NEW).length < 64) return;
      isHeld = true;
      await opened;
    };
    await start();
    await expect.poll(() => isHeld, { timeout: 20_000 }).toBe(true);
    expect((await vectors())[1]).toBe(64);
    const stopped = await world.db.withWorkspace(scope, (tx) => stopReembedding(tx, scope.baseId));
    expect(stopped).toMatchObject({ model: OLD, reembedding: null });
    // A batch that was under way comes when nothing is left to be taken away.
    await sweep();
    open();
    await expect.poll(() => ofModel(NEW).length, { timeout: 20_000 }).toBeGreaterThan(64);
    await runners[0]?.close();
    const { chunks } = await base();
    expect(await vectors()).toEqual({ 0: chunks });
    expect(await index.count({ ...scope, generation: 1 }, signal)).toBe(0);
    expect(await index.count(scope, signal)).toBe(chunks);
    // Another try has vectors of its own.
    gate = async () => {};
    run("two:1");
    await start();
    await done();
    expect(Object.keys(await vectors())).toEqual(["0", "2"]);
  });

  test("a document that comes when all seems done is not left behind", async () => {
    run();
    await ready(await add("Something to begin with.", "first.txt"));
    let late = "";
    counted = async ({ generation }) => {
      if (generation === 0 || late !== "") return;
      late = await add("The last one.", "last.txt");
      await ready(late);
    };
    await start();
    await done();
    expect(late).not.toBe("");
    await sweep();
    expect(await vectors()).toEqual({ 1: 2 });
    expect((await find("The last one."))[0]).toMatchObject({ name: "last.txt" });
  });

  test("what cannot be done says why, and goes on where it was when started again", async () => {
    run();
    await ready(await add(longText(70, "story")));
    gate = async ({ model }) => {
      if (model === NEW && ofModel(NEW).length >= 64)
        throw new NodeError("invalid_input", "That model is not there.", { retry: "never" });
    };
    await start();
    await expect
      .poll(async () => (await base()).reembedding, { timeout: 20_000 })
      .toMatchObject({ failed: true, problem: "That model is not there.", done: 64 });
    expect((await find("story")).length).toBeGreaterThan(0);
    gate = async () => {};
    await start();
    await done();
    const { chunks } = await base();
    expect(ofModel(NEW)).toHaveLength(chunks);
  });
});

test("an empty base switches at once, and a base that is deleted meanwhile takes it along", async () => {
  const world = await startKnowledgeWorld();
  const index = createEmbeddedVectorIndex(createPostgresVectorSource(world.db));
  const reader = createDocumentReader();
  const scope = await world.base({ dimensions: DIMENSIONS });
  const other = await world.base({ dimensions: DIMENSIONS, workspaceId: scope.workspaceId });
  const runner = startKnowledgeRunner({
    db: world.db,
    index,
    reader,
    embedTexts: embedOffline,
    files: createPostgresFileStore(world.db),
    stream: () => Promise.reject(new Error("Nothing is downloaded here.")),
    owner: "one:1",
    isSafe: () => true,
    log: () => {},
    pollMs: 20,
  });
  const wanted = { model: NEW, dimensions: 8 };
  try {
    await world.db.withWorkspace(scope, (tx) => startReembedding(tx, other.baseId, wanted));
    await world.eraseBase(other);
    await world.db.withWorkspace(scope, (tx) => startReembedding(tx, scope.baseId, wanted));
    const base = () => world.db.withWorkspace(scope, (tx) => readBase(tx, scope.baseId));
    await expect.poll(base, { timeout: 20_000 }).toMatchObject({ model: NEW, dimensions: 8, reembedding: null });
    const working = () =>
      world.db.withWorkspace(scope, (tx) => tx.$count(knowledgeJobs, eq(knowledgeJobs.kind, "reembed")));
    await expect.poll(working, { timeout: 20_000 }).toBe(0);
  } finally {
    await runner.close();
    await index.close();
    await reader.close();
    await world.close();
  }
});
