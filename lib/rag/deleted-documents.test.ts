import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPostgresFileStore } from "../files/adapters/postgres-file-store.ts";
import { startMilvusServer } from "../testing/milvus-server.ts";
import { createEmbeddedVectorIndex } from "./index/adapters/embedded-vector-index.ts";
import { openMilvusVectorIndex } from "./index/adapters/milvus/milvus-vector-index.ts";
import { createPostgresVectorSource } from "./index/postgres-vector-source.ts";
import type { IndexScope, VectorIndex } from "./index/vector-index.ts";
import { createKnowledge, type Knowledge } from "./knowledge.ts";
import { addDocument, deleteBase, deleteDocument } from "./mutations.ts";
import { demoModels, embedOffline } from "./testing/embed-offline.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "./testing/knowledge-world.ts";

/** In the document alone, and as it stands in bytes: a file, a name, passages and the words they are found by. */
const CANARY = "quokkabury";
const text = `# The ${CANARY} agreement\n\n${`What ${CANARY} says is nobody's business. `.repeat(40)}`;

interface Index {
  index: VectorIndex;
  /** What it holds outside of PostgreSQL. */
  held(): string;
  close(): Promise<void>;
}

const indexes: Record<string, (world: KnowledgeWorld) => Promise<Index>> = {
  "the built-in index": async ({ db }) => ({
    index: createEmbeddedVectorIndex(createPostgresVectorSource(db)),
    held: () => "",
    close: async () => {},
  }),
  Milvus: async ({ db }) => {
    const server = await startMilvusServer();
    const options = { address: server.address, afterglowMs: 0 };
    return {
      index: await openMilvusVectorIndex(createPostgresVectorSource(db), options),
      held: () => JSON.stringify(server.store.names().map((name) => [...server.store.find(name).rows.values()])),
      close: () => server.close(),
    };
  },
};

describe.each(Object.entries(indexes))("with %s", (_, open) => {
  const { signal } = new AbortController();
  let world: KnowledgeWorld;
  let made: Index;
  let knowledge: Knowledge;
  let admin: pg.Client;
  let scope: IndexScope;
  let document: string;
  beforeEach(async () => {
    world = await startKnowledgeWorld();
    made = await open(world);
    knowledge = createKnowledge({
      db: world.db,
      files: createPostgresFileStore(world.db),
      index: made.index,
      ...demoModels,
      embedTexts: embedOffline,
      stream: () => Promise.reject(new Error("Nothing is downloaded here.")),
      address: "",
      work: { owner: "test:1", isSafe: () => true },
      log: () => {},
    });
    admin = new pg.Client({ ...world.owner });
    await admin.connect();
    scope = await world.base({ dimensions: 16 });
    document = await add(`${CANARY}.md`, text);
    await add("other.md", "# Another\n\nIt stays.");
  });
  afterEach(async () => {
    await admin?.end();
    await knowledge?.close();
    await made?.close();
    await world?.close();
  });

  async function add(name: string, content: string): Promise<string> {
    const { workspaceId, baseId } = scope;
    const about = { name, mediaType: "text/markdown" };
    const file = await createPostgresFileStore(world.db).put(workspaceId, about, Buffer.from(content));
    const wanted = { name, file, url: null, key: null, source: "upload" as const, metadata: { of: name } };
    const added = await world.db.withWorkspace(scope, (tx) =>
      addDocument(tx, { workspaceId, userId: null }, baseId, wanted),
    );
    knowledge.wake();
    const state = async () => (await knowledge.status(workspaceId, { baseId, document: added }))?.state;
    await expect.poll(state, { timeout: 20_000 }).toBe("ready");
    return added.id;
  }

  /** Tables in which any row holds one of the words, as text or as bytes. */
  async function tablesWith(...words: string[]): Promise<string[]> {
    const { rows } = await admin.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const forms = words.flatMap((word) => [word, Buffer.from(word).toString("hex")]);
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await admin.query(
        `select 1 from ${name} as held where exists (select from unnest($1::text[]) as form where position(form in held::text) > 0) limit 1`,
        [forms],
      );
      if (rowCount) found.push(name);
    }
    return found.sort();
  }
  const openJobs = async () => (await admin.query("select 1 from knowledge_jobs")).rowCount;

  test("nothing of a deleted document is found anywhere", async () => {
    // That it is looked for well: before, it is in each of these.
    expect(await tablesWith(CANARY, document)).toEqual(
      ["file_chunks", "files", "knowledge_chunks", "knowledge_documents", "knowledge_vectors"].map(
        (table) => `public.${table}`,
      ),
    );
    const before = await made.index.count(scope, signal);
    if (made.held() !== "") expect(made.held()).toContain(document);

    await world.db.withWorkspace(scope, (tx) => deleteDocument(tx, scope.baseId, document));
    knowledge.wake();
    await expect.poll(openJobs, { timeout: 20_000 }).toBe(0);
    expect(await tablesWith(CANARY, document)).toEqual([]);
    expect(made.held()).not.toContain(document);
    expect(await made.index.count(scope, signal)).toBeGreaterThan(0);
    expect(await made.index.count(scope, signal)).toBeLessThan(before);
    const search = { query: CANARY, mode: "hybrid", count: 10, minSimilarity: null, rerank: null } as const;
    const found = await knowledge.search(
      scope.workspaceId,
      scope.baseId,
      { ...search, filter: [], neighbours: 0, sections: true },
      signal,
    );
    expect(found?.results.map(({ document: of }) => of.name)).toEqual(["other.md"]);
  });

  test("nothing of a deleted base is found anywhere", async () => {
    expect(await tablesWith(scope.baseId)).toContain("public.knowledge_bases");
    await world.db.withWorkspace(scope, (tx) => deleteBase(tx, scope.baseId));
    knowledge.wake();
    await expect.poll(openJobs, { timeout: 20_000 }).toBe(0);
    expect(await tablesWith(CANARY, document, scope.baseId)).toEqual([]);
    expect(made.held()).not.toContain(scope.baseId);
  });
});
