import type { WorkflowDocument } from "../../engine/document.ts";
import { LocalRuntime } from "../adapters/local/local-runtime.ts";
import { MemoryRunStore } from "../adapters/memory/memory-run-store.ts";
import type { RunService, RunStore } from "../ports.ts";
import { RunFeed } from "../run-feed.ts";
import { startRunPoller, type RunPoller } from "../run-poller.ts";
import { createRunService } from "../run-service.ts";
import { compiledVersion } from "./compiled-version.ts";
import { Cut } from "./cut.ts";
import { fixtureExecutors } from "./fixture-nodes.ts";
import type { RuntimeHarness } from "./harness.ts";
import { VersionSource } from "../version-source.ts";
import { World } from "./world.ts";

interface Process {
  runs: RunService;
  local: LocalRuntime;
  poller: RunPoller;
  cut: Cut;
}

/** A process over a store, walking in itself: over memory here, over PostgreSQL in the embedded harness. */
export function startProcess(store: RunStore, feed: RunFeed, world: World, load: (id: string) => WorkflowDocument, owner: string): Process {
  const cut = new Cut(store);
  const versions = new VersionSource(async (id) => compiledVersion(id, load(id)), fixtureExecutors(world));
  const now = () => Date.now();
  const local = new LocalRuntime({
    store: cut,
    versions,
    owner,
    build: "test",
    now,
    room: 200,
    url: (runId) => `http://127.0.0.1/runs/${runId}`,
    log: () => {},
    outside: {
      fetch: () => Promise.reject(new Error("fixture nodes do not fetch")),
      emit: (...delta) => feed.delta(...delta),
    },
  });
  const runs = createRunService({ store: cut, versions, local, feed, owner, build: "test", walksEffects: true, now });
  const poller = startRunPoller({ store: cut, local, owner, now, isSafe: () => !cut.isDead, log: () => {} });
  return { runs, local, poller, cut };
}

export async function memoryHarness(): Promise<RuntimeHarness> {
  const world = new World();
  const feed = new RunFeed();
  const store = new MemoryRunStore((runId, entries) => feed.committed(runId, entries));
  const documents = new Map<string, WorkflowDocument>();
  const load = (id: string) => documents.get(id) as WorkflowDocument;
  let boots = 1;
  let process = startProcess(store, feed, world, load, `test:${boots}`);
  const workspaceId = "ws_test";
  return {
    world,
    workspaceId,
    runs: () => process.runs,
    async start(document, input = null) {
      const versionId = `ver_${documents.size + 1}`;
      documents.set(versionId, document);
      const outcome = await process.runs.start({
        workspaceId,
        workflowId: "wf_test",
        versionId,
        triggerNodeId: "n_start",
        triggerType: "manual",
        mode: "live",
        input,
      });
      if (outcome.status !== "started") throw new Error("the run did not start");
      return outcome;
    },
    entries: (runId) => store.read(runId),
    state: async (runId) => (await store.run(runId))?.state ?? null,
    dieAtWrite: (n) => process.cut.dieAt(n),
    async crash() {
      process.cut.die();
      process.local.abortAll();
      void process.poller.close();
      store.lost.add(`test:${boots}`);
      boots += 1;
      process = startProcess(store, feed, world, load, `test:${boots}`);
    },
    async close() {
      process.cut.die();
      process.local.abortAll();
      void process.poller.close();
    },
  };
}
