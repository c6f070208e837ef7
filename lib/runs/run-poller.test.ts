import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MemoryRunStore } from "./adapters/memory/memory-run-store.ts";
import { encodeEvent } from "./ports.ts";
import { RunFeed } from "./run-feed.ts";
import { documentOf, set } from "./testing/documents.ts";
import { type Process, startProcess } from "./testing/process.ts";
import { World } from "./testing/world.ts";

const document = documentOf({ last: set({ done: true }) }, ["start > last"]);
let store: MemoryRunStore;
let worker: Process;
let looks: number;
/** Looks last until then. */
let pause: Promise<void> | undefined;

beforeEach(() => {
  // No look comes by itself.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  looks = 0;
  pause = undefined;
  store = new MemoryRunStore();
  const claim = store.claim.bind(store);
  store.claim = async (request) => {
    looks += 1;
    await pause;
    return claim(request);
  };
  worker = startProcess(store, new RunFeed(), new World(), () => document, "worker:1");
});
afterEach(async () => {
  await worker.poller.close();
  await worker.local.close(0);
  vi.useRealTimers();
});

/** What another process has accepted, and nobody has taken on. */
async function queue(id: string): Promise<void> {
  await store.append({
    runId: id,
    workspaceId: "ws_test",
    workflowId: "wf_test",
    lease: null,
    create: {
      id,
      workspaceId: "ws_test",
      workflowId: "wf_test",
      versionId: "ver_1",
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      state: "queued",
      owner: null,
      epoch: 0,
      priority: 0,
      concurrencyKey: null,
      concurrencyLimit: null,
      parentRunId: null,
      build: "test",
      createdAt: Date.now(),
      idempotency: null,
    },
    events: [encodeEvent({ type: "run.queued", at: 1, trigger: "n_start", input: null })],
  });
}

const stateOf = async (id: string) => (await store.run(id))?.state;
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** Code is loaded before the first walk: that takes as many turns as it takes. */
async function taken(id: string, pass: () => Promise<unknown> = async () => {}): Promise<void> {
  while ((await stateOf(id)) === "queued") {
    await pass();
    await turns(1);
  }
}

test("who is told of work looks at once, and else when the time has come", async () => {
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toBe(1);
  await queue("run_1");
  await turns(20);
  expect(await stateOf("run_1")).toBe("queued");
  worker.poller.wake();
  await vi.advanceTimersByTimeAsync(0);
  await taken("run_1");
  await queue("run_2");
  await turns(20);
  expect(await stateOf("run_2")).toBe("queued");
  await taken("run_2", () => vi.advanceTimersByTimeAsync(1_000));
});

test("who is told while looking looks once more, and only once however often it was told", async () => {
  const { promise: paused, resolve: goOn } = Promise.withResolvers<void>();
  pause = paused;
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toBe(1);
  for (let i = 0; i < 5; i++) worker.poller.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toBe(1);
  goOn();
  await turns(20);
  await vi.advanceTimersByTimeAsync(0);
  expect(looks).toBe(2);
  await turns(20);
  await vi.advanceTimersByTimeAsync(900);
  expect(looks).toBe(2);
});
