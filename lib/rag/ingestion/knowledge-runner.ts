import "server-only";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { knowledgeBases } from "#db/schema/knowledge.ts";
import { errorMessage } from "../../errors.ts";
import { NodeError } from "../../nodes/define.ts";
import { metrics } from "../base-settings.ts";
import type { IndexScope, VectorSpace } from "../index/vector-index.ts";
import { dropVectors } from "./drop-vectors.ts";
import { type IngestionParts, ingestDocument } from "./ingest-document.ts";
import {
  claimJobs,
  endJob,
  type KnowledgeJob,
  LEASE_MS,
  releaseJob,
  renewLease,
  requestRebuild,
  saveCursor,
} from "./jobs.ts";
import { reembedBase } from "./reembed-base.ts";
import { changeDocument } from "./stored-document.ts";

/** Does what there is to do for knowledge, a few jobs at a time. */
export interface KnowledgeRunner {
  /** Looks now: there is something to find. */
  wake(): void;
  close(): Promise<void>;
}

export interface RunnerOptions extends IngestionParts {
  owner: string;
  /** False while this process may have lost its place: it takes nothing on. */
  isSafe(): boolean;
  log(line: string): void;
  pollMs?: number;
}

/** What the cursor of a job says of the index. */
const spaceSchema = z.object({ metric: z.enum(metrics), dimensions: z.number() });
/** Jobs of earlier versions name no generation: there was one. */
const generationSchema = spaceSchema.extend({ generation: z.number().default(0) });

const AT_ONCE = 2;
const TRIES = 8;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export function startKnowledgeRunner(options: RunnerOptions): KnowledgeRunner {
  const { db, owner, log, pollMs = 1_000 } = options;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  let looking: Promise<void> = Promise.resolve();
  let isBroken = false;
  let timer = setTimeout(next, 0);

  function next(): void {
    clearTimeout(timer);
    looking = looking
      .then(look)
      .then(
        () => {
          isBroken = false;
        },
        (error: unknown) => {
          if (!isBroken) log(`Work on knowledge cannot be looked for: ${errorMessage(error)}`);
          isBroken = true;
        },
      )
      .then(() => {
        clearTimeout(timer);
        if (!stop.signal.aborted) timer = setTimeout(next, pollMs);
      });
  }

  async function look(): Promise<void> {
    if (stop.signal.aborted || running.size >= AT_ONCE || !options.isSafe()) return;
    for (const job of await claimJobs(db, owner, AT_ONCE - running.size)) {
      const work = perform(options, job, stop.signal).finally(() => {
        running.delete(work);
        if (!stop.signal.aborted) next();
      });
      running.add(work);
    }
  }

  const checking = rebuildWhatIsIncomplete(options, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) log(`The vector index could not be looked at: ${errorMessage(error)}`);
  });

  return {
    wake: () => {
      if (!stop.signal.aborted) next();
    },
    async close() {
      stop.abort(new Error("The server stops."));
      clearTimeout(timer);
      await looking;
      await Promise.all([...running, checking]);
    },
  };
}

/** One try of a job under its lease. */
async function perform(options: RunnerOptions, job: KnowledgeJob, stop: AbortSignal): Promise<void> {
  const { db, owner, log } = options;
  const lost = new AbortController();
  const signal = AbortSignal.any([stop, lost.signal]);
  const timer = setInterval(() => {
    renewLease(db, job, owner).then(
      (isMine) => isMine || lost.abort(new Error("Somebody else has this job.")),
      () => {},
    );
  }, LEASE_MS / 3);
  try {
    await workOn(options, job, signal);
    await endJob(db, job, owner);
  } catch (error) {
    if (lost.signal.aborted) return;
    await afterFailure(options, job, error, stop.aborted).catch((failure: unknown) =>
      log(`A job on knowledge could not be given back: ${errorMessage(failure)}`),
    );
  } finally {
    clearInterval(timer);
  }
}

async function workOn(options: RunnerOptions, job: KnowledgeJob, signal: AbortSignal): Promise<void> {
  const { workspaceId, baseId, documentId } = job;
  if (job.kind === "rebuild") return rebuild(options, job, signal);
  if (workspaceId === null || baseId === null) return;
  if (job.kind === "ingest") {
    if (documentId !== null) await ingestDocument(options, { workspaceId, baseId, documentId }, signal);
    return;
  }
  if (job.kind === "reembed") {
    const onProgress = (cursor: string) => saveCursor(options.db, job, options.owner, cursor);
    return reembedBase(options, { workspaceId, baseId }, { cursor: job.cursor ?? "", onProgress, signal });
  }
  const scope: IndexScope = { ...generationSchema.parse(JSON.parse(job.cursor ?? "")), workspaceId, baseId };
  if (job.kind === "drop") return dropVectors(options, scope, signal);
  if (documentId === null) await options.index.removeBase(scope, signal);
  else await options.index.removeDocuments(scope, [documentId], signal);
}

async function rebuild({ db, owner, index }: RunnerOptions, job: KnowledgeJob, signal: AbortSignal): Promise<void> {
  const [space = "", cursor = null] = job.cursor?.split("#") ?? [];
  await index.rebuild(spaceSchema.parse(JSON.parse(space)), {
    cursor,
    signal,
    onProgress: (reached) => saveCursor(db, job, owner, `${space}#${reached}`),
  });
}

async function afterFailure(
  options: RunnerOptions,
  job: KnowledgeJob,
  error: unknown,
  isStopping: boolean,
): Promise<void> {
  const { db, owner, log } = options;
  if (isStopping) return releaseJob(db, job, owner, { ms: 0, counts: false });
  const isHopeless = (error instanceof NodeError && error.retry === "never") || job.attempts >= TRIES;
  const { workspaceId, baseId, documentId } = job;
  if (job.kind === "ingest" && workspaceId !== null && baseId !== null && documentId !== null) {
    if (!(error instanceof NodeError)) log(`The document ${documentId} could not be taken in: ${errorMessage(error)}`);
    const problem = problemOf(error);
    await changeDocument(db, { workspaceId, baseId, documentId }, { problem, ...(isHopeless && { state: "failed" }) });
    if (isHopeless) return endJob(db, job, owner);
  } else if (job.kind === "reembed" && workspaceId !== null && baseId !== null) {
    if (!(error instanceof NodeError)) log(`The base ${baseId} could not be embedded anew: ${errorMessage(error)}`);
    await db.withWorkspace({ workspaceId }, (tx) =>
      tx
        .update(knowledgeBases)
        .set({ nextProblem: problemOf(error) })
        .where(eq(knowledgeBases.id, baseId)),
    );
    if (isHopeless) return endJob(db, job, owner);
  } else log(`Work on the vector index (${job.kind}) failed: ${errorMessage(error)}`);
  // What is to be forgotten is never given up.
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(job.attempts - 1, 20), LONGEST_PAUSE_MS);
  const told = error instanceof NodeError && typeof error.retry === "object" ? error.retry.afterMs : 0;
  await releaseJob(db, job, owner, { ms: Math.max(pause, told), counts: true });
}

function problemOf(error: unknown): string {
  return error instanceof NodeError ? error.message : "Something broke here. The server's log has the cause.";
}

/** An index that was lost, or is another than before, is filled again. */
async function rebuildWhatIsIncomplete({ db, index }: RunnerOptions, signal: AbortSignal): Promise<void> {
  const { rows } = await db.withEngine((tx) =>
    tx.execute<VectorSpace>(sql`
      select metric, dimensions from knowledge_bases where dimensions is not null
      union select metric, next_dimensions from knowledge_bases where next_dimensions is not null`),
  );
  for (const space of rows) {
    if (signal.aborted) return;
    if (await index.isIncomplete(space, signal)) await requestRebuild(db, space);
  }
}
