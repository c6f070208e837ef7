import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunEvent } from "../../../engine/events.ts";
import { createExecutions } from "../../executions.ts";
import { encodeEvent, type RunStore } from "../../ports.ts";
import { RunFeed } from "../../run-feed.ts";
import { compiledVersion } from "../../testing/compiled-version.ts";
import { Cut } from "../../testing/cut.ts";
import { call, documentOf, forEach, set, within } from "../../testing/documents.ts";
import { fixtureExecutors } from "../../testing/fixture-nodes.ts";
import { events, outputOf, until } from "../../testing/harness.ts";
import { noOutside } from "../../testing/no-outside.ts";
import { storeRemoteRun } from "../../testing/remote-run.ts";
import { World } from "../../testing/world.ts";
import { VersionSource } from "../../version-source.ts";
import { MemoryRunStore } from "../memory/memory-run-store.ts";
import { createInngestRuntime, type InngestRuntime } from "./inngest-runtime.ts";
import type { StepTools } from "./inngest-steps.ts";

const ROUNDS = 250;
const items = Array.from({ length: ROUNDS }, (_, index) => index);
// start > loop [ double ] > last
const document = documentOf(
  {
    loop: forEach(items),
    double: within("loop", set({ twice: "{{ item * 2 }}" })),
    last: call("last"),
    sum: { type: "control.output", config: { value: "{{ loop.results.map(r => r.twice) }}" } },
  },
  ["start > loop", "loop > last", "last > sum"],
);
const request = { runId: "run_a", workspaceId: "ws_test", epoch: 1 };
const later = () => new Error("not due yet");

let store: MemoryRunStore;
let feed: RunFeed;
let writes: number;
/** Turns of the event loop while a step was executed, by its id. */
let turns: Map<string, number>;
/** Called with each turn that is given in the middle of a batch. */
let onTurn: (turn: number) => void;
let isTestOver: boolean;

beforeEach(async () => {
  feed = new RunFeed();
  writes = 0;
  turns = new Map();
  onTurn = () => {};
  isTestOver = false;
  store = new MemoryRunStore((runId, entries) => {
    writes += 1;
    feed.committed(runId, entries);
  });
  await storeRemoteRun(store, "run_a");
});

afterEach(() => {
  isTestOver = true;
});

function runtimeOf(over: RunStore, yieldAfterMs: number, given = document): InngestRuntime {
  return createInngestRuntime({
    store: over,
    feed,
    versions: new VersionSource(async (id) => compiledVersion(id, given), fixtureExecutors(new World())),
    outside: noOutside(),
    executions: createExecutions("test", async () => false),
    now: () => Date.now(),
    build: "test",
    url: (id) => id,
    yieldAfterMs,
  });
}

/** Steps of one function: what has a result is not executed again, and a request goes on after a step (checkpointing). */
function toolsWith(memory = new Map<string, unknown>()): StepTools {
  return {
    async run<T>({ id }: { id: string }, body: () => Promise<T>): Promise<T> {
      if (!memory.has(id)) memory.set(id, await counted(id, body));
      return memory.get(id) as T;
    },
    sleepUntil: async () => {},
    waitForSignal: async () => null,
    invoke: async () => null,
  };
}

async function counted<T>(id: string, body: () => Promise<T>): Promise<T> {
  let count = 0;
  let isOver = false;
  const tick = () => {
    if (isOver || isTestOver) return;
    count += 1;
    if (id.startsWith("loop[")) onTurn(count);
    setImmediate(tick);
  };
  setImmediate(tick);
  try {
    return await body();
  } finally {
    isOver = true;
    turns.set(id, count);
  }
}

const journal = async () => (await store.read("run_a")).map(({ event }) => event);
const rounds = async () => events(await store.read("run_a"), "iteration.completed");

/** What the journal says, but for the times. */
async function told(): Promise<unknown[]> {
  const untimed = (key: string, value: unknown) => (key === "at" || key === "ms" ? undefined : value);
  return (await store.read("run_a")).map(({ event }) => JSON.parse(JSON.stringify(event, untimed)) as unknown);
}

it("gives others their turn while a batch of rounds is computed", async () => {
  await runtimeOf(store, 0).walk(request, toolsWith(), later);
  expect(turns.get("loop[0-]")).toBeGreaterThanOrEqual(100);
  expect(turns.get("loop[200-]")).toBeGreaterThanOrEqual(50);
});

it("goes on with the next batch in the request that has executed one", async () => {
  await runtimeOf(store, 0).walk(request, toolsWith(), later);
  expect((await store.run("run_a"))?.state).toBe("completed");
  expect(outputOf(await store.read("run_a"))).toEqual(items.map((item) => item * 2));
});

it("journals the same, in as many writes, whether or not others have had their turn", async () => {
  await runtimeOf(store, Number.POSITIVE_INFINITY).walk(request, toolsWith(), later);
  const before = { told: await told(), writes };
  expect(turns.get("loop[0-]")).toBeLessThan(10);
  store = new MemoryRunStore(() => {
    writes += 1;
  });
  writes = 0;
  await storeRemoteRun(store, "run_a");
  await runtimeOf(store, 0).walk(request, toolsWith(), later);
  expect({ told: await told(), writes }).toEqual(before);
});

it("journals nothing of a batch that its process was killed in, and all of it once when Inngest asks again", async () => {
  const memory = new Map<string, unknown>();
  const cut = new Cut(store);
  const killed = Promise.withResolvers<void>();
  onTurn = (turn) => {
    if (turn !== 50) return;
    cut.die();
    killed.resolve();
  };
  void runtimeOf(cut, 0).walk(request, toolsWith(new Map(memory)), later);
  await killed.promise;
  onTurn = () => {};
  expect(await rounds()).toEqual([]);
  await runtimeOf(store, 0).walk(request, toolsWith(memory), later);
  expect((await rounds()).map(({ path }) => path)).toEqual(items.map((item) => `loop[${item}]`));
  expect(outputOf(await store.read("run_a"))).toEqual(items.map((item) => item * 2));
});

it("journals each round once when a batch is delivered again in the middle of it", async () => {
  let again: Promise<unknown> | undefined;
  onTurn = (turn) => {
    if (turn === 50) again ??= runtimeOf(store, 0).walk(request, toolsWith(), later);
  };
  const first = runtimeOf(store, 0).walk(request, toolsWith(), later);
  await first;
  await again;
  expect(again).toBeDefined();
  expect((await rounds()).map(({ path }) => path)).toEqual(items.map((item) => `loop[${item}]`));
  expect((await store.run("run_a"))?.state).toBe("completed");
  expect(outputOf(await store.read("run_a"))).toEqual(items.map((item) => item * 2));
});

it("E12 gives a batch up when the run is cancelled in the middle of it", async () => {
  onTurn = (turn) => {
    if (turn === 20) void cancelRun();
  };
  expect(await runtimeOf(store, 0).walk(request, toolsWith(), later)).toEqual({ end: "stopped" });
  expect(await until(() => turns.get("loop[0-]"), "the batch is given up")).toBeLessThan(50);
  expect((await journal()).at(-1)?.type).toBe("run.cancelled");
});

it("does not say that the run sleeps while a batch is computed", async () => {
  // start > nap
  //       > loop [ double ]
  const beside = documentOf(
    {
      nap: { type: "control.delay", config: { duration: "1h" } },
      loop: forEach(items),
      double: within("loop", set({ twice: "{{ item * 2 }}" })),
    },
    ["start > nap", "start > loop"],
  );
  const tools = { ...toolsWith(), sleepUntil: () => new Promise<void>(() => {}) };
  void runtimeOf(store, 0, beside).walk(request, tools, later);
  await until(async () => (await store.run("run_a"))?.state === "waiting", "the run sleeps");
  const ends = (await journal()).flatMap((event) =>
    event.type === "run.waiting" || (event.type === "node.completed" && event.path === "loop") ? [event.type] : [],
  );
  expect(ends).toEqual(["node.completed", "run.waiting"]);
});

it("gives others their turn while a part of rounds with a loop in them is computed", async () => {
  // start > outer [ inner [ double ] ] > last
  const nested = documentOf(
    {
      outer: forEach([1, 2]),
      inner: within("outer", forEach(items)),
      double: within("inner", set({ twice: "{{ item * 2 }}" })),
      last: call("last"),
      lengths: { type: "control.output", config: { value: "{{ outer.results.map(r => r.results.length) }}" } },
    },
    ["start > outer", "outer > last", "last > lengths"],
  );
  const runtime = runtimeOf(store, 0, nested);
  const memory = new Map<string, unknown>();
  // What was invoked is heard of in the next request.
  const part = Promise.withResolvers<void>();
  const invoke: StepTools["invoke"] = async ({ id }, data) => {
    if (memory.has(id)) return memory.get(id);
    memory.set(id, await runtime.walkPart(data, toolsWith(), later));
    part.resolve();
    return new Promise(() => {});
  };
  void runtime.walk(request, { ...toolsWith(memory), invoke }, later);
  await part.promise;
  expect(turns.get("outer[0-2]:end")).toBeGreaterThanOrEqual(2 * ROUNDS);
  const before = writes;
  expect(await runtime.walkPart({ ...request, container: "outer", from: 0, to: 2 }, toolsWith(), later)).toEqual({
    end: "done",
  });
  expect(writes).toBe(before);
  await runtime.walk(request, { ...toolsWith(memory), invoke }, later);
  expect(outputOf(await store.read("run_a"))).toEqual([ROUNDS, ROUNDS]);
});

async function cancelRun(): Promise<void> {
  const at = Date.now();
  const event: RunEvent = { type: "run.cancelled", at, by: null, reason: null };
  await store.append({
    runId: "run_a",
    workspaceId: "ws_test",
    workflowId: "wf_test",
    lease: null,
    events: [encodeEvent(event)],
    patch: { state: "cancelled", finishedAt: at },
  });
}
