import { z } from "zod";
import { compile } from "../../engine/compile/compile.ts";
import { type JournalEntry, terminalStates } from "../../engine/events.ts";
import type { Json } from "../../engine/json.ts";
import { catalogue } from "../../nodes/catalog.ts";
import { type AnyDefinition, type Catalogue, defineNode, defineStep, NodeError } from "../../nodes/define.ts";
import { loadExecutor } from "../../nodes/executors.ts";
import { LocalRuntime } from "../adapters/local/local-runtime.ts";
import { MemoryRunStore } from "../adapters/memory/memory-run-store.ts";
import { encodeEvent, type NewRun, type RunStore } from "../ports.ts";
import { VersionSource } from "../version-source.ts";
import { Cut } from "./cut.ts";
import { type Drawn, documentFrom, fails } from "./drawn-runs.ts";
import { noOutside } from "./no-outside.ts";

const lucky: AnyDefinition = defineNode({
  type: "test.lucky",
  version: 1,
  title: "Lucky",
  summary: "For tests.",
  category: "network",
  effect: "step",
  repeat: "safe",
  inputs: ["in"],
  ports: ["out"],
  config: z.strictObject({ luck: z.number() }),
  defaults: { luck: 1 },
  fields: {},
});

const drawnCatalogue: Catalogue = {
  get: (type) => (type === lucky.type ? lucky : catalogue.get(type)),
  all: () => [...catalogue.all(), lucky],
};

/** How a run is disturbed. */
export type Mode = { kind: "plain" | "duplicate" } | { kind: "cancel" | "crash before" | "crash after"; write: number };

export interface WalkedRun {
  entries: JournalEntry[];
  /** Executions of each step, by path, counted over all processes. */
  executions: ReadonlyMap<string, number>;
  /** Steps whose result was journalled before the disturbance, and how often they had been executed by then. */
  before: ReadonlyMap<string, number>;
}

export function compileDrawn(all: readonly Drawn[]) {
  const { document, drawn } = documentFrom(all);
  const result = compile(document, drawnCatalogue);
  const graph = result.ok ? result.compiled.graphs.get("n_start") : undefined;
  return result.ok && graph ? { graph, drawn, compiled: result.compiled } : null;
}

/** Walks the drawn document over a journal in memory, disturbed as `mode` says, to its end. */
export async function walkDrawn(
  { compiled }: NonNullable<ReturnType<typeof compileDrawn>>,
  mode: Mode,
): Promise<WalkedRun> {
  const store = new MemoryRunStore();
  const executions = new Map<string, number>();
  const step = defineStep(lucky as never, async ({ config, ctx }) => {
    const path = ctx.idempotencyKey.slice(ctx.idempotencyKey.indexOf("/") + 1);
    executions.set(path, (executions.get(path) ?? 0) + 1);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (fails(path, (config as { luck: number }).luck))
      throw new NodeError("internal", "out of luck", { retry: "never" });
    return { port: "out", output: { at: path } };
  });
  const load = async (type: string, version: number) => (type === lucky.type ? step : loadExecutor(type, version));
  const settings = {};
  const version = { versionId: "v", workspaceId: "w", workflowId: "f", workflowName: "Test", settings, compiled };
  const versions = new VersionSource(async () => ({ ...version, readsVars: false, readsZone: false }), load);
  const loaded = await versions.get("v");
  const runtime = (over: RunStore, owner: string) =>
    new LocalRuntime({
      store: over,
      versions,
      owner,
      build: "test",
      now: () => Date.now(),
      room: 10,
      url: () => "",
      log: () => {},
      outside: noOutside(),
    });
  const cut = new Cut(store);
  const first = runtime(cut, "one");
  const isCrash = mode.kind === "crash before" || mode.kind === "crash after";
  const died = isCrash
    ? cut.dieAt(mode.write, mode.kind === "crash after" ? "after" : "before")
    : new Promise<void>(() => {});
  const prepared = loaded.graphs.get("n_start");
  if (!prepared) throw new Error("the document has no trigger");
  const started = first.start(newRun(), loaded, prepared, null, { vars: {} });
  started.accepted.catch(() => {});
  started.end.catch(() => {});
  const state = async () => (await store.run("r"))?.state;
  if (mode.kind === "duplicate") await enterTwice(store, runtime(store, "one"));
  if (mode.kind === "cancel") {
    // Nobody can cancel a run that is not stored yet, however long its first turn takes on a busy machine.
    await started.accepted;
    await cancelAt(store, mode.write, first);
  }
  await Promise.race([started.end, died, hasEnded(state)]);
  // A write that was on its way when the process died is made all the same.
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  const before = new Map(settled(await store.read("r")).map((path) => [path, executions.get(path) ?? 0]));
  if (isCrash && cut.isDead && (await store.run("r"))) {
    store.lost.add("one");
    const second = runtime(store, "two");
    for (const run of await store.claim({ owner: "two", limit: 1, now: Date.now() })) await second.adopt(run);
    await hasEnded(state);
  }
  return { entries: await store.read("r"), executions, before };
}

/** A process that lost the run enters it beside the one that has it. */
async function enterTwice(store: MemoryRunStore, stale: LocalRuntime): Promise<void> {
  for (let look = 0; look < 3; look++) await new Promise<void>((resolve) => setImmediate(resolve));
  const run = await store.run("r");
  if (run && !terminalStates.has(run.state)) await stale.adopt({ ...run, epoch: run.epoch - 1 });
}

async function cancelAt(store: MemoryRunStore, turns: number, runtime: LocalRuntime): Promise<void> {
  for (let look = 0; look < turns; look++) await new Promise<void>((resolve) => setImmediate(resolve));
  const event = encodeEvent({ type: "run.cancelled", at: Date.now(), by: null, reason: null });
  const patch = { state: "cancelled", finishedAt: Date.now() } as const;
  await store.append({ runId: "r", workspaceId: "w", workflowId: "f", lease: null, events: [event], patch });
  runtime.abort("r");
}

function settled(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap(({ event }) =>
    event.type === "node.completed" || event.type === "node.failed" ? [event.path] : [],
  );
}

const MOST_TURNS = 20_000;

async function hasEnded(state: () => Promise<string | undefined>): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const now = await state();
    if (now === "completed" || now === "failed" || now === "cancelled") return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error("the run does not come to an end");
}

function newRun(): NewRun {
  return {
    id: "r",
    workspaceId: "w",
    workflowId: "f",
    versionId: "v",
    triggerNodeId: "n_start",
    triggerType: "manual",
    mode: "live",
    state: "running",
    owner: "one",
    epoch: 1,
    priority: 0,
    concurrencyKey: null,
    concurrencyLimit: null,
    parentRunId: null,
    build: "test",
    createdAt: Date.now(),
    idempotency: null,
  };
}

/** Status of every node run, by path, those inside of rounds that are one entry included. */
export function statusesOf(entries: readonly JournalEntry[]): Record<string, string> {
  const status: Record<string, string> = {};
  for (const { event } of entries) {
    if (event.type === "iteration.completed")
      for (const node of event.nodes) status[`${event.path}/${node.key}`] = node.status;
    if (!event.type.startsWith("node.") || !("path" in event)) continue;
    const [, what = ""] = event.type.split(".");
    if (/^(completed|failed|skipped|cancelled)$/.test(what)) status[event.path] = what;
  }
  return status;
}

/** Outputs by path; errors of rounds as their index and item, errors of nodes as the word "failed". */
export function outputsOf(entries: readonly JournalEntry[]): Record<string, Json> {
  const outputs: Record<string, Json> = {};
  const keep = (path: string, stored: { output?: Json; outputOf?: string }) => {
    outputs[path] = stored.outputOf === undefined ? (stored.output ?? null) : (outputs[stored.outputOf] ?? null);
  };
  for (const { event } of entries) {
    if (event.type === "iteration.completed") for (const node of event.nodes) keep(`${event.path}/${node.key}`, node);
    if (event.type === "node.completed" || event.type === "node.failed") keep(event.path, event);
    if (event.type === "run.completed") keep("", event);
  }
  return outputs;
}
