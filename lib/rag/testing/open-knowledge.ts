import { setTimeout as sleep } from "node:timers/promises";
import { workspaces } from "#db/schema/auth.ts";
import { testDatabase } from "#db/testing.ts";
import { createPostgresFileStore } from "../../files/adapters/postgres-file-store.ts";
import { newId } from "../../ids.ts";
import type { StepKnowledge } from "../../nodes/step-context.ts";
import { openUnwatched } from "../../outbound/watch-sockets.ts";
import { baseSettingsSchema } from "../base-settings.ts";
import { createEmbeddedVectorIndex } from "../index/adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "../index/postgres-vector-source.ts";
import { createKnowledge } from "../knowledge.ts";
import { createBase } from "../mutations.ts";
import type { Rerankers } from "../retrieval/rerank.ts";
import type { SearchModels } from "../retrieval/retrieve.ts";
import { stepKnowledge } from "../step-knowledge.ts";
import { DEMO_MODEL, demoModels, embedOffline } from "./embed-offline.ts";

export interface OpenKnowledge {
  knowledge: StepKnowledge;
  /** A base with these documents, all of them taken in. */
  fill(base: string, documents: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/** Knowledge of a workspace of its own, on a database of its own, with the demo's embedder. @param models default: the demo's */
export function openKnowledge(models: Rerankers = demoModels): Promise<OpenKnowledge> {
  return openUnwatched(() => open({ ...models, embedTexts: embedOffline }));
}

async function open(models: SearchModels): Promise<OpenKnowledge> {
  const database = await testDatabase();
  const { db } = database;
  const workspaceId = newId("ws");
  await db.withAuth((tx) => tx.insert(workspaces).values({ id: workspaceId, slug: "test", name: "Test" }));
  const all = createKnowledge({
    db,
    files: createPostgresFileStore(db),
    index: createEmbeddedVectorIndex(createPostgresVectorSource(db)),
    ...models,
    stream: () => Promise.reject(new Error("Nothing is downloaded here.")),
    address: "http://heddle.test",
    work: { owner: "test:1", isSafe: () => true },
    log: () => {},
  });
  const inside = stepKnowledge(all, workspaceId, new AbortController().signal, models);
  const knowledge: StepKnowledge = {
    search: (...call) => openUnwatched(() => inside.search(...call)),
    add: (...call) => openUnwatched(() => inside.add(...call)),
    status: (...call) => openUnwatched(() => inside.status(...call)),
    linkTo: inside.linkTo,
  };
  return {
    knowledge,
    fill: (name, documents) =>
      openUnwatched(async () => {
        const about = { name, description: "", model: DEMO_MODEL, dimensions: null, metric: "cosine" as const };
        const settings = baseSettingsSchema.parse({});
        const { id } = await db.withWorkspace({ workspaceId }, (tx) =>
          createBase(tx, { workspaceId, userId: null }, { ...about, settings, language: "english" }),
        );
        for (const [document, text] of Object.entries(documents)) {
          const content = Buffer.from(text);
          const added = await knowledge.add(id, {
            name: document,
            key: null,
            mediaType: "text/plain",
            content,
            metadata: {},
          });
          // A failure would last for ever: it ends with the test's time.
          while ((await knowledge.status(added)).state !== "ready") await sleep(20);
        }
      }),
    close: () =>
      openUnwatched(async () => {
        await all.close();
        await database.close();
      }),
  };
}
