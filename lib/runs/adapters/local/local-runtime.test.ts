import { afterEach, beforeEach, expect, it } from "vitest";
import type { Append, AppendResult } from "../../ports.ts";
import { RunFeed } from "../../run-feed.ts";
import { call, documentOf, forEach, set, within } from "../../testing/documents.ts";
import { until } from "../../testing/harness.ts";
import { type Process, startProcess } from "../../testing/process.ts";
import { World } from "../../testing/world.ts";
import { MemoryRunStore } from "../memory/memory-run-store.ts";

/** A store whose answers come late: what others see of a commit, they see before the walk that made it does. */
class SlowToAnswer extends MemoryRunStore {
  afterCommit: (append: Append) => Promise<unknown> = async () => {};
  override async append(append: Append): Promise<AppendResult> {
    const result = await super.append(append);
    await this.afterCommit(append);
    return result;
  }
}

const document = documentOf({ nap: { type: "control.delay", config: { duration: "3s" } }, last: set({ done: true }) }, [
  "start > nap",
  "nap > last",
]);

// start > nap
//       > loop [ fetch > note ]
const beside = documentOf(
  {
    nap: { type: "control.delay", config: { duration: "1h" } },
    loop: forEach([1, 2, 3]),
    fetch: within("loop", call("fetch")),
    note: within("loop", set({ item: "{{ item }}" })),
  },
  ["start > nap", "start > loop", "fetch > note"],
);

let store: SlowToAnswer;
let one: Process;

beforeEach(() => {
  store = new SlowToAnswer();
  one = startProcess(store, new RunFeed(), new World(), () => document, "one:1");
});
afterEach(async () => {
  await one.poller.close();
  await one.local.close(0);
});

async function started(by = one): Promise<string> {
  const outcome = await by.runs.start({
    workspaceId: "ws_test",
    workflowId: "wf_test",
    versionId: "ver_1",
    triggerNodeId: "n_start",
    triggerType: "manual",
    mode: "live",
    input: null,
  });
  if (outcome.status !== "started") throw new Error("the run did not start");
  return outcome.runId;
}

it("takes on a run that is woken before the walk that put it to sleep has heard of its own commit", async () => {
  let wakings = 0;
  let adopted: Promise<void> | undefined;
  store.afterCommit = async ({ patch, runId }) => {
    if (patch?.state !== "waiting" || wakings++ > 0) return;
    const claimed = await store.claimOne(runId, "one:1");
    if (!claimed) throw new Error("the run could not be claimed");
    adopted = one.local.adopt(claimed);
  };
  const runId = await started();
  await until(async () => (await store.run(runId))?.state === "completed", "the run ends");
  await adopted;
  expect(wakings).toBeGreaterThan(0);
});

it("goes on under the last lease when a run is taken on twice at the same time", async () => {
  let resumed = 0;
  store.afterCommit = async ({ events }) => {
    resumed += events.filter(({ event }) => event.type === "run.resumed").length;
  };
  const runId = await started();
  await until(async () => (await store.run(runId))?.state === "waiting", "the run sleeps");
  await until(() => one.local.size === 0, "its walk is over");
  const first = await store.claimOne(runId, "one:1");
  const second = await store.claimOne(runId, "one:1");
  if (!first || !second) throw new Error("the run could not be claimed");
  await Promise.all([one.local.adopt(first), one.local.adopt(second)]);
  await until(async () => (await store.run(runId))?.state === "completed", "the run ends");
  expect(resumed).toBeGreaterThan(0);
});

it("does not put a run to sleep while a loop in it lets others have their turn", async () => {
  const world = new World();
  const feed = new RunFeed();
  const two = startProcess(store, feed, world, () => beside, "two:1", { yieldAfterMs: 0 });
  const runId = await started(two);
  await until(async () => (await store.run(runId))?.state === "waiting", "the run sleeps");
  const told = (await store.read(runId)).flatMap(({ event }) =>
    event.type === "run.waiting" || (event.type === "node.completed" && event.path === "loop") ? [event.type] : [],
  );
  expect(told).toEqual(["node.completed", "run.waiting"]);
  expect(world.count("fetch")).toBe(3);
  await two.poller.close();
  await two.local.close(0);
});

// start > loop [ fetch ]
//       > naps [ rest ]
//       > agent
it("gives runs up as they are when it is closed: another goes on in the middle of a loop", async () => {
  const given = documentOf(
    {
      loop: forEach([1, 2]),
      fetch: within("loop", call("fetch", { deaf: true })),
      naps: forEach([1]),
      rest: within("naps", { type: "control.delay", config: { duration: "1s" } }),
      agent: { type: "test.agent", config: { names: ["ask", "tool"] } },
    },
    ["start > loop", "start > naps", "start > agent"],
  );
  const world = new World();
  world.hold("fetch");
  world.hold("ask");
  const two = startProcess(store, new RunFeed(), world, () => given, "two:1", { yieldAfterMs: 60_000 });
  const runId = await started(two);
  await until(() => world.count("fetch") + world.count("ask") === 2, "both calls begin");
  await two.poller.close();
  await two.local.close(0);
  // What is on its way still arrives under the lease.
  world.release("fetch");
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  await store.release("two:1");
  world.release("ask");
  const three = startProcess(store, new RunFeed(), world, () => given, "three:1");
  await until(async () => (await store.run(runId))?.state === "completed", "the run ends");
  const cancelled = (await store.read(runId)).filter(
    ({ event }) =>
      event.type === "node.cancelled" || (event.type === "iteration.completed" && event.status !== "completed"),
  );
  expect(cancelled).toEqual([]);
  await three.poller.close();
  await three.local.close(0);
});
