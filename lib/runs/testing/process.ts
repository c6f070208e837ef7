import type { WorkflowDocument } from "../../engine/document.ts";
import { LocalRuntime } from "../adapters/local/local-runtime.ts";
import type { RunService, RunStore } from "../ports.ts";
import type { RunFeed } from "../run-feed.ts";
import { type RunPoller, startRunPoller } from "../run-poller.ts";
import { createRunService, type RemoteRuntime } from "../run-service.ts";
import { VersionSource } from "../version-source.ts";
import { compiledVersion } from "./compiled-version.ts";
import { Cut } from "./cut.ts";
import { fixtureExecutors } from "./fixture-nodes.ts";
import { until } from "./harness.ts";
import { outsideOf } from "./no-outside.ts";
import type { World } from "./world.ts";

export interface Process {
  runs: RunService;
  local: LocalRuntime;
  poller: RunPoller;
  cut: Cut;
}

/** A process that walks runs in itself, over any store. */
export function startProcess(
  store: RunStore,
  feed: RunFeed,
  world: World,
  load: (id: string) => WorkflowDocument,
  owner: string,
  { remote, yieldAfterMs }: { remote?: RemoteRuntime; yieldAfterMs?: number } = {},
): Process {
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
    ...(yieldAfterMs === undefined ? {} : { yieldAfterMs }),
    url: (runId) => `http://127.0.0.1/runs/${runId}`,
    log: () => {},
    workspace: world.workspace,
    outside: outsideOf(world, (...delta) => feed.delta(...delta)),
  });
  const runs = createRunService({
    store: cut,
    versions,
    local,
    feed,
    owner,
    build: "test",
    workspace: world.workspace,
    walksEffects: true,
    now,
    ...(remote ? { remote } : {}),
  });
  const poller = startRunPoller({
    store: cut,
    local,
    owner,
    now,
    ...(remote ? { remote } : {}),
    isSafe: () => !cut.isDead,
    log: () => {},
  });
  return { runs, local, poller, cut };
}

/** Walks a run in a process that has lost it and does not know: it comes with the epoch before the current one. */
export async function enterStale(store: RunStore, runId: string, stale: Process): Promise<void> {
  const run = await store.run(runId);
  if (!run) throw new Error(`there is no run ${runId}`);
  await stale.poller.close();
  await stale.local.adopt({ ...run, epoch: run.epoch - 1 });
  await until(() => stale.local.size === 0, "the stale walk ends");
}
