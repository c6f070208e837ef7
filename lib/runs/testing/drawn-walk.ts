import { compile } from "../../engine/compile/compile.ts";
import { type JournalEntry, terminalStates } from "../../engine/events.ts";
import { LocalRuntime, type StartedWalk } from "../adapters/local/local-runtime.ts";
import { MemoryRunStore } from "../adapters/memory/memory-run-store.ts";
import { type Append, type AppendResult, encodeEvent, type NewRun, type RunAnswer } from "../ports.ts";
import { VersionSource } from "../version-source.ts";
import { Cut } from "./cut.ts";
import { drawnCatalogue, drawnExecutors, type Execution, nextTurn } from "./drawn-catalogue.ts";
import { documentFrom, type Placed } from "./drawn-document.ts";
import type { DrawnRun } from "./drawn-nodes.ts";
import { noOutside } from "./no-outside.ts";

/** How a run is disturbed; several things may happen to one. */
export interface Trouble {
  /** Cancelled after so many turns of the event loop. */
  cancelAt: number | null;
  /** Its process is killed at its n-th write, and the one after it again. */
  crashes: { write: number; when: "before" | "after" }[];
  /** After so many turns a process that lost the run enters it beside the one that has it. */
  enterAt: number | null;
  /** Others get their turn wherever they can; else nowhere. */
  rests: boolean;
  /** Cancelled just before its end is written, if it was not before: the race of E12. */
  cancelAtEnd: boolean;
}

export const undisturbed: Trouble = { cancelAt: null, crashes: [], enterAt: null, rests: false, cancelAtEnd: false };

export interface WalkedRun {
  entries: JournalEntry[];
  /** Turn in which each entry was committed, by its number. */
  turns: ReadonlyMap<number, number>;
  /** Executions of all processes. */
  executions: readonly Execution[];
  /** What the caller heard from the process that started the run. */
  answer: RunAnswer | null;
  /** Turn in which the run was cancelled; null: nobody did, or it had ended before. */
  cancelled: number | null;
  deaths: number;
  wasEnteredTwice: boolean;
}

export const STARTED_AT = Date.UTC(2026, 0, 1);
const MOST_TURNS = 20_000;

export type CompiledRun = NonNullable<ReturnType<typeof compileDrawn>>;

export function compileDrawn(all: DrawnRun) {
  const { document, placed } = documentFrom(all);
  const result = compile(document, drawnCatalogue);
  const graph = result.ok ? result.compiled.graphs.get("n_start") : undefined;
  return result.ok && graph ? { graph, placed, compiled: result.compiled } : null;
}

/** Lets somebody in before the last entry of a run. */
class DrawnStore extends MemoryRunStore {
  beforeEnd: () => Promise<void> = async () => {};
  override async append(append: Append): Promise<AppendResult> {
    const isEnd =
      append.lease !== null && append.events.some(({ event }) => /^run\.(completed|failed)$/.test(event.type));
    if (isEnd) await this.beforeEnd();
    return super.append(append);
  }
}

interface Process {
  runtime: LocalRuntime;
  cut: Cut;
  owner: string;
  versions: VersionSource;
  end(): void;
}

/**
 * Walks the drawn document over a journal in memory, disturbed as `trouble` says, to its end. Time stands still but when all of
 * the run sleeps: then it goes on to when something wakes.
 * @param pace how long a step takes, in turns
 * @returns null when it was killed before anything was written: nobody was told that there is a run
 */
export async function walkDrawn(
  { compiled, placed }: CompiledRun,
  trouble: Trouble,
  pace: (drawn: Placed) => number = ({ turns }) => turns,
): Promise<WalkedRun | null> {
  let turn = 0;
  let clock = STARTED_AT;
  const turns = new Map<number, number>();
  const store = new DrawnStore((_, entries) => {
    for (const { seq } of entries) turns.set(seq, turn);
  });
  const executions: Execution[] = [];
  const crashes = [...trouble.crashes];
  let boots = 0;
  /** What made a walk break off. */
  let broken: string | undefined;

  function boot(write?: Trouble["crashes"][number]): Process {
    boots += 1;
    const owner = `process ${boots}`;
    const cut = new Cut(store);
    if (write) void cut.dieAt(write.write, write.when);
    let isOver = false;
    const isAlive = () => !cut.isDead && !isOver;
    const executors = drawnExecutors(placed, { isAlive, turn: () => turn, pace, executions });
    const version = { versionId: "v", workspaceId: "w", workflowId: "f", workflowName: "Test", settings: {}, compiled };
    const versions = new VersionSource(async () => ({ ...version, readsVars: false, readsZone: false }), executors);
    const runtime = new LocalRuntime({
      store: cut,
      versions,
      owner,
      build: "test",
      now: () => clock,
      room: 10,
      // Never by the clock: what is drawn is to come to the same every time.
      yieldAfterMs: trouble.rests ? 0 : Number.POSITIVE_INFINITY,
      url: () => "",
      log: (line) => {
        broken ??= line;
      },
      outside: noOutside(),
    });
    const end = () => {
      isOver = true;
      runtime.abortAll();
    };
    return { runtime, cut, owner, versions, end };
  }

  let process = boot(crashes.shift());
  const all = [process];
  const started = await start(process, clock);
  let answer: RunAnswer | null = null;
  void started.answer.then((given) => {
    answer = given;
  });
  let cancelled: number | null = null;
  let wasEnteredTwice = false;
  let isCancelTried = false;

  async function tryCancel(): Promise<void> {
    if (isCancelTried) return;
    isCancelTried = true;
    if (await cancel(store, clock)) cancelled = turn;
    process.runtime.abort("r");
  }
  if (trouble.cancelAtEnd) store.beforeEnd = tryCancel;

  async function adopt(): Promise<void> {
    for (const run of await process.cut.claim({ owner: process.owner, limit: 1, now: clock }))
      await process.runtime.adopt(run);
  }

  for (turn = 1; ; turn++) {
    if (turn > MOST_TURNS) throw new Error("the run does not come to an end");
    await nextTurn();
    if (broken !== undefined) throw new Error(broken);
    if (process.cut.isDead) {
      // A write that was on its way when the process died is made all the same.
      for (let more = 0; more < 3; more++) await nextTurn();
      process.end();
      store.lost.add(process.owner);
      if (!(await store.run("r"))) return null;
      process = boot(crashes.shift());
      all.push(process);
      await adopt();
      continue;
    }
    const run = await store.run("r");
    // Nobody can cancel a run that is not stored yet, or enter it.
    if (!run) continue;
    if (terminalStates.has(run.state)) break;
    if (trouble.cancelAt !== null && turn >= trouble.cancelAt && !isCancelTried) await tryCancel();
    else if (trouble.enterAt !== null && turn >= trouble.enterAt && !wasEnteredTwice) {
      wasEnteredTwice = true;
      const stale = boot();
      all.push(stale);
      await stale.runtime.adopt({ ...run, owner: process.owner, epoch: run.epoch - 1 });
    } else if (run.state === "waiting" && !process.runtime.isActive("r")) {
      clock = Math.max(clock, run.wakeAt ?? clock);
      await adopt();
    }
  }
  // Nothing may follow.
  for (let more = 0; more < 12; more++) await nextTurn();
  for (const one of all) one.end();
  const deaths = all.filter(({ cut }) => cut.isDead).length;
  return { entries: await store.read("r"), turns, executions, answer, cancelled, deaths, wasEnteredTwice };
}

async function start({ runtime, versions, owner }: Process, createdAt: number): Promise<StartedWalk> {
  const loaded = await versions.get("v");
  const prepared = loaded.graphs.get("n_start");
  if (!prepared) throw new Error("the document has no trigger");
  const started = runtime.start(newRun(owner, createdAt), loaded, prepared, { go: 1 }, { vars: {} });
  started.accepted.catch(() => {});
  started.end.catch(() => {});
  return started;
}

/** E12: true when it was in time. */
async function cancel(store: MemoryRunStore, at: number): Promise<boolean> {
  const event = encodeEvent({ type: "run.cancelled", at, by: null, reason: null });
  const patch = { state: "cancelled", finishedAt: at } as const;
  const append = { runId: "r", workspaceId: "w", workflowId: "f", lease: null, events: [event], patch };
  return (await store.append(append)).status === "inserted";
}

function newRun(owner: string, createdAt: number): NewRun {
  return {
    id: "r",
    workspaceId: "w",
    workflowId: "f",
    versionId: "v",
    triggerNodeId: "n_start",
    triggerType: "manual",
    mode: "live",
    state: "running",
    owner,
    epoch: 1,
    priority: 0,
    concurrencyKey: null,
    concurrencyLimit: null,
    parentRunId: null,
    build: "test",
    createdAt,
    idempotency: null,
  };
}
