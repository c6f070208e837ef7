import type { Database } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import { workflows } from "#db/schema/workflows.ts";
import { createMemory } from "../../memory/postgres-memory.ts";
import { harnessModels } from "./harness-models.ts";
import type { World } from "./world.ts";

/** The workspace and the workflow that runs of the contract suites belong to, and what their agents remember. */
export async function fillDatabase(db: Database, world: World): Promise<void> {
  await db.withAuth((tx) => tx.insert(workspaces).values({ id: "ws_test", slug: "test", name: "Test" }));
  const draft = { schemaVersion: 1 as const, nodes: [], edges: [] };
  await db.withWorkspace({ workspaceId: "ws_test" }, (tx) =>
    tx.insert(workflows).values({ id: "wf_test", workspaceId: "ws_test", name: "Test", draft }),
  );
  world.outside.memory = createMemory(db);
  world.outside.models = harnessModels(db);
}
