import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { knowledgeBases, knowledgeDocuments, knowledgeJobs, knowledgeVectors } from "#db/schema/knowledge.ts";
import { createPostgresFileStore } from "../../files/adapters/postgres-file-store.ts";
import { NodeError } from "../../nodes/define.ts";
import type { EmbedTexts } from "../embedder.ts";
import { createEmbeddedVectorIndex } from "../index/adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "../index/postgres-vector-source.ts";
import type { IndexScope, VectorIndex } from "../index/vector-index.ts";
import { addDocument, deleteBase, deleteDocument } from "../mutations.ts";
import { createDocumentReader, type DocumentReader } from "../parsing/document-reader.ts";
import { readDocument } from "../queries.ts";
import { embedOffline } from "../testing/embed-offline.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "../testing/knowledge-world.ts";
import { claimJobs, renewLease } from "./jobs.ts";
import { type KnowledgeRunner, startKnowledgeRunner } from "./knowledge-runner.ts";

let world: KnowledgeWorld;
let reader: DocumentReader;
let index: VectorIndex;
let scope: IndexScope;
let runners: KnowledgeRunner[] = [];
/** Texts that the model was given, in all. */
let embedded: string[] = [];
beforeAll(async () => {
  world = await startKnowledgeWorld();
  reader = createDocumentReader();
  index = createEmbeddedVectorIndex(createPostgresVectorSource(world.db));
});
afterAll(async () => {
  await index?.close();
  await reader?.close();
  await world?.close();
});
beforeEach(async () => {
  embedded = [];
  scope = await world.base({ dimensions: 16 });
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.close()));
  runners = [];
});

const counting: EmbedTexts = async (workspaceId, call, signal) => {
  const answer = await embedOffline(workspaceId, call, signal);
  embedded.push(...call.texts);
  return answer;
};

function run(owner: string, embedTexts: EmbedTexts = counting): KnowledgeRunner {
  const runner = startKnowledgeRunner({
    db: world.db,
    files: createPostgresFileStore(world.db),
    index,
    reader,
    embedTexts,
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
  const file = await createPostgresFileStore(world.db).put(
    workspaceId,
    { name, mediaType: "text/plain" },
    Buffer.from(text),
  );
  const wanted = { name, file, url: null, key: null, source: "upload" as const, metadata: {} };
  return (await world.db.withWorkspace(scope, (tx) => addDocument(tx, { workspaceId, userId: null }, baseId, wanted)))
    .id;
}
async function read(id: string) {
  const rows = await world.db.withWorkspace(scope, (tx) =>
    tx.select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, id)),
  );
  return rows[0];
}
const until = (id: string, state: string) =>
  expect.poll(async () => (await read(id))?.state, { timeout: 20_000 }).toBe(state);
const jobs = () => world.db.withWorkspace(scope, (tx) => tx.select().from(knowledgeJobs));
/** Passages of 400 tokens each. */
const longText = (passages: number, word: string) =>
  Array.from({ length: passages * 40 }, (_, n) => `The ${word} number ${n} is told in ten words or so.`).join(" ");

test("broken off in the middle, it goes on where it was: no text is embedded twice", async () => {
  const id = await add(longText(170, "story"));
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const first = run("one:1", async (...call) => {
    const answer = await counting(...call);
    if (embedded.length >= 64) stop();
    return answer;
  });
  await stopped;
  await first.close();
  const half = await read(id);
  expect(half?.state).toBe("embedding");
  expect(half?.chunksDone).toBeLessThan(half?.chunks ?? 0);
  const { chunksEmbedded } = await world.db.withWorkspace(scope, (tx) => readDocument(tx, scope.baseId, id));
  expect(chunksEmbedded).toBe(64);
  expect(half?.chunks).toBeGreaterThan(128);
  run("two:1");
  await until(id, "ready");
  const whole = await read(id);
  expect(whole?.chunksDone).toBe(whole?.chunks);
  expect(await index.count(scope, new AbortController().signal)).toBe(whole?.chunks);
  expect(embedded.length).toBe(new Set(embedded).size);
  expect(embedded.length).toBe(whole?.chunks);
  expect(await jobs()).toEqual([]);
});

test("the same words in another document are not embedded again", async () => {
  run("one:1");
  const text = longText(3, "word");
  await until(await add(text), "ready");
  const before = embedded.length;
  await until(await add(`${text} `), "ready");
  expect(before).toBeGreaterThan(2);
  // Only its last passage is another.
  expect(embedded.length - before).toBeLessThanOrEqual(1);
});

test("a model that does not answer is asked again, and says meanwhile what is wrong", async () => {
  let isDown = true;
  const id = await add("Something.");
  run("one:1", async (...call) => {
    if (isDown) throw new NodeError("network", "The model cannot be reached.", { retry: { afterMs: 1 } });
    return counting(...call);
  });
  await expect.poll(async () => (await read(id))?.problem, { timeout: 20_000 }).toBe("The model cannot be reached.");
  expect(await read(id)).toMatchObject({ state: "embedding" });
  isDown = false;
  await until(id, "ready");
  expect(await read(id)).toMatchObject({ problem: null });
});

test("vectors of another size than the base's are refused with both numbers", async () => {
  const id = await add("Something.");
  run("one:1", async () => ({ embeddings: [[1, 2, 3]] }));
  await until(id, "failed");
  expect((await read(id))?.problem).toMatch(/3 .* 16/);
});

test("deleted while it is taken in, nothing of it stays", async () => {
  const id = await add(longText(3, "secret"));
  run("one:1", async (...call) => {
    await world.db.withWorkspace(scope, (tx) => deleteDocument(tx, scope.baseId, id));
    return counting(...call);
  });
  await expect.poll(async () => [await read(id), await jobs()], { timeout: 20_000 }).toEqual([undefined, []]);
  expect(await index.count(scope, new AbortController().signal)).toBe(0);
});

test("its base deleted while it is taken in, nothing of it stays, though nobody knew yet how large vectors are", async () => {
  await world.db.withWorkspace(scope, (tx) =>
    tx.update(knowledgeBases).set({ dimensions: null }).where(eq(knowledgeBases.id, scope.baseId)),
  );
  const id = await add(longText(70, "secret"));
  let isGone = false;
  run("one:1", async (...call) => {
    const answer = await counting(...call);
    // The first batch is in the index by now.
    if (embedded.length > 64 && !isGone) {
      isGone = true;
      await world.db.withWorkspace(scope, (tx) => deleteBase(tx, scope.baseId));
    }
    return answer;
  });
  await expect
    .poll(async () => [isGone, await read(id), await jobs()], { timeout: 20_000 })
    .toEqual([true, undefined, []]);
  const vectors = await world.db.withWorkspace(scope, (tx) => tx.select().from(knowledgeVectors));
  expect(vectors.filter(({ documentId }) => documentId === id)).toEqual([]);
  expect(await index.count({ ...scope, dimensions: 256 }, new AbortController().signal)).toBe(0);
});

test("a job is one process's at a time, until its lease is over", async () => {
  await add("Something.");
  const [mine, none] = [await claimJobs(world.db, "one:1", 5), await claimJobs(world.db, "two:1", 5)];
  expect(mine).toHaveLength(1);
  expect(none).toEqual([]);
  const [job] = mine;
  if (!job) throw new Error("There was a job.");
  expect(await renewLease(world.db, job, "one:1")).toBe(true);
  await world.db.withEngine((tx) => tx.update(knowledgeJobs).set({ leaseUntil: new Date(0) }));
  expect(await claimJobs(world.db, "two:1", 5)).toMatchObject([{ id: job.id, attempts: 2 }]);
  expect(await renewLease(world.db, job, "one:1")).toBe(false);
  await world.db.withEngine((tx) => tx.delete(knowledgeJobs));
});
