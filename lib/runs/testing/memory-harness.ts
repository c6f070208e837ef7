import type { WorkflowDocument } from "../../engine/document.ts";
import { MemoryRunStore } from "../adapters/memory/memory-run-store.ts";
import { RunFeed } from "../run-feed.ts";
import type { RuntimeHarness } from "./harness.ts";
import { enterStale, startProcess } from "./process.ts";
import { World } from "./world.ts";

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
    dieAtWrite: (n, when) => process.cut.dieAt(n, when),
    enterAgain: (runId) => enterStale(store, runId, startProcess(store, new RunFeed(), world, load, `test:${boots}`)),
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
