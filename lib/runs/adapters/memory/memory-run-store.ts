import { type JournalEntry, type RunEvent, terminalStates } from "../../../engine/events.ts";
import type { Json } from "../../../engine/json.ts";
import { parseJson } from "../../../engine/parse-json.ts";
import { admit, concurrencyGroup } from "../../admit.ts";
import type { Append, AppendResult, NewRun, RunPatch, RunStore, StoredRun, Wait } from "../../ports.ts";

interface Kept {
  run: StoredRun;
  idempotency: NewRun["idempotency"];
  chunks: { seqFrom: number; stepKey: string | undefined; texts: string[] }[];
  waits: Map<string, Wait>;
}

/**
 * The journal in memory: for tests and for walking without a database. It answers as PostgreSQL does, one macrotask
 * later, and keeps text, so that what is read back is what a database would give.
 */
export class MemoryRunStore implements RunStore {
  readonly #runs = new Map<string, Kept>();
  /** Owners that are gone: their runs may be claimed. */
  readonly lost = new Set<string>();
  readonly #onCommit: (runId: string, entries: JournalEntry[]) => void;

  constructor(onCommit: (runId: string, entries: JournalEntry[]) => void = () => {}) {
    this.#onCommit = onCommit;
  }

  async append(append: Append): Promise<AppendResult> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (append.create) {
      const duplicate = this.#duplicateOf(append.create);
      if (duplicate) return { status: "duplicate", runId: duplicate.run.id, hash: duplicate.idempotency?.hash ?? "" };
      this.#runs.set(append.runId, created(append.create));
    }
    const kept = this.#runs.get(append.runId);
    if (!kept) return { status: "lost", state: null };
    const { run } = kept;
    const isOwner = !append.lease || (run.owner === append.lease.owner && run.epoch === append.lease.epoch);
    if (terminalStates.has(run.state) || !isOwner) return { status: "lost", state: run.state };
    if (append.stepKey !== undefined) {
      const chunk = kept.chunks.find((other) => other.stepKey === append.stepKey);
      if (chunk) return { status: "existing", entries: entriesOf(chunk) };
    }
    if (append.expectedSeq !== undefined && append.expectedSeq !== run.seq) return { status: "conflict", seq: run.seq };
    const chunk = { seqFrom: run.seq + 1, stepKey: append.stepKey, texts: append.events.map(({ text }) => text) };
    if (chunk.texts.length > 0) kept.chunks.push(chunk);
    run.seq += chunk.texts.length;
    applyPatch(run, append.patch ?? {});
    for (const change of append.waits ?? []) {
      if (change.op === "drop") kept.waits.delete(change.path);
      else
        kept.waits.set(change.path, {
          path: change.path,
          kind: change.kind,
          deadline: change.deadline,
          answer: undefined,
        });
    }
    const isAnswered = [...kept.waits.values()].some(({ answer }) => answer !== undefined);
    if (append.patch?.state === "waiting" && isAnswered) run.wakeAt = 0;
    this.#onCommit(append.runId, entriesOf(chunk));
    return { status: "inserted", seq: chunk.seqFrom };
  }

  async read(runId: string, after = 0): Promise<JournalEntry[]> {
    const entries = (this.#runs.get(runId)?.chunks ?? []).flatMap(entriesOf);
    return entries.filter(({ seq }) => seq > after);
  }

  async run(runId: string): Promise<StoredRun | null> {
    const kept = this.#runs.get(runId);
    return kept ? { ...kept.run } : null;
  }

  async waits(runId: string): Promise<Wait[]> {
    return [...(this.#runs.get(runId)?.waits.values() ?? [])].map((wait) => ({ ...wait }));
  }

  async answer(runId: string, path: string, answer: Json): Promise<boolean> {
    const kept = this.#runs.get(runId);
    const wait = kept?.waits.get(path);
    if (!kept || !wait || wait.answer !== undefined) return false;
    wait.answer = answer;
    kept.run.wakeAt = 0;
    return true;
  }

  async admit({ owner, room, now }: { owner: string; room: number; now: number }): Promise<StoredRun[]> {
    const all = [...this.#runs.values()].map(({ run }) => run);
    const running = new Map<string, number>();
    for (const run of all)
      if (run.state === "running" || run.state === "waiting")
        running.set(concurrencyGroup(run), (running.get(concurrencyGroup(run)) ?? 0) + 1);
    const chosen = admit(
      all.filter((run) => run.state === "queued"),
      running,
      room,
    );
    return chosen.map(({ id }) => {
      const { run } = this.#runs.get(id) as Kept;
      Object.assign(run, { state: "running", owner, epoch: run.epoch + 1, startedAt: now });
      return { ...run };
    });
  }

  async claim({ owner, limit, now }: { owner: string; limit: number; now: number }): Promise<StoredRun[]> {
    const free = [...this.#runs.values()].filter(({ run }) => {
      if (run.state === "waiting") return run.wakeAt !== null && run.wakeAt <= now;
      return run.state === "running" && (run.owner === null || this.lost.has(run.owner));
    });
    return free.slice(0, limit).map(({ run }) => take(run, owner));
  }

  async claimOne(runId: string, owner: string): Promise<StoredRun | null> {
    const run = this.#runs.get(runId)?.run;
    const may = run && (run.state === "waiting" || (run.state === "running" && run.owner === owner));
    return may ? take(run, owner) : null;
  }

  async lostAmong(runIds: readonly string[], owner: string): Promise<string[]> {
    return runIds.filter((id) => {
      const run = this.#runs.get(id)?.run;
      return run && (terminalStates.has(run.state) || run.owner !== owner);
    });
  }

  async queued(workspaceId: string): Promise<number> {
    return [...this.#runs.values()].filter(({ run }) => run.workspaceId === workspaceId && run.state === "queued")
      .length;
  }

  async release(owner: string): Promise<void> {
    for (const { run } of this.#runs.values()) if (run.owner === owner) run.owner = null;
  }

  #duplicateOf(create: NewRun): Kept | undefined {
    const { idempotency } = create;
    if (!idempotency) return undefined;
    return [...this.#runs.values()].find(
      (kept) =>
        kept.run.workspaceId === create.workspaceId &&
        kept.idempotency?.scope === idempotency.scope &&
        kept.idempotency.key === idempotency.key,
    );
  }
}

function created(create: NewRun): Kept {
  const { idempotency, parentRunId: _, build: __, ...columns } = create;
  const run: StoredRun = {
    ...columns,
    seq: 0,
    startedAt: create.state === "running" ? create.createdAt : null,
    finishedAt: null,
    error: null,
    nodesSettled: 0,
    handledFailures: 0,
    wakeAt: null,
    idempotencyHash: idempotency?.hash ?? null,
  };
  return { run, idempotency, chunks: [], waits: new Map() };
}

function take(run: StoredRun, owner: string): StoredRun {
  Object.assign(run, { state: "running", owner, epoch: run.epoch + 1, wakeAt: null });
  return { ...run };
}

function applyPatch(run: StoredRun, patch: RunPatch): void {
  const { nodesSettled = 0, handledFailures = 0, models: _, ...columns } = patch;
  Object.assign(run, columns);
  run.nodesSettled += nodesSettled;
  run.handledFailures += handledFailures;
}

function entriesOf(chunk: { seqFrom: number; texts: string[] }): JournalEntry[] {
  // As `append` was given them.
  return chunk.texts.map((text, index) => ({ seq: chunk.seqFrom + index, event: parseJson(text) as RunEvent }));
}
