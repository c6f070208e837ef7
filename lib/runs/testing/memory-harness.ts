import { MemoryRunStore } from "../adapters/memory/memory-run-store.ts";
import { RunFeed } from "../run-feed.ts";
import type { RuntimeHarness } from "./harness.ts";
import { enterStale, startProcess } from "./process.ts";
import { TEST_WORKSPACE, TestVersions } from "./test-versions.ts";
import { World } from "./world.ts";

export async function memoryHarness(): Promise<RuntimeHarness> {
  const world = new World();
  const feed = new RunFeed();
  const store = new MemoryRunStore((runId, entries) => feed.committed(runId, entries));
  const made = new TestVersions();
  const { load } = made;
  let boots = 1;
  let process = startProcess(store, feed, world, load, `test:${boots}`);
  return {
    world,
    workspaceId: TEST_WORKSPACE,
    runs: () => process.runs,
    start: (document, input) => made.start(process.runs, document, input),
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
