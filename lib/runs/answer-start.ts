import "server-only";
import { hash } from "node:crypto";
import type { startRun } from "../api/contracts/runs.ts";
import type { Call, Reply } from "../api/route.ts";
import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import { readRun } from "./queries.ts";
import { endOutput } from "./run-end.ts";
import { startByHand } from "./start-by-hand.ts";

type Started = { run: Awaited<ReturnType<typeof readRun>>; output?: ReturnType<typeof endOutput>["output"] };

/**
 * Starts a run and answers 202 with where it is; with `wait` 200 and the output, should it end in time. The same
 * `Idempotency-Key` gives the same run.
 */
export async function answerStart(call: Call<typeof startRun>): Promise<Reply<Started>> {
  const { body, caller, host, params, query, idempotencyKey } = call;
  const request = await host.db.withWorkspace(caller, (tx) =>
    startByHand(tx, caller, host.catalogue, { workflowId: params.id, ...body }),
  );
  const idempotency = idempotencyKey && {
    scope: `api/${params.id}`,
    key: idempotencyKey,
    hash: hash("sha256", call.text),
  };
  const outcome = await host.runs.start({ ...request, ...(idempotency ? { idempotency } : {}) });
  if (outcome.status === "duplicate" && !outcome.sameRequest)
    throw new AppError("idempotency_key_reused", 422, "This Idempotency-Key was used for another request.");
  if (outcome.status === "started") await outcome.accepted;
  const hasEnded = query.wait !== undefined && (await hasEndedWithin(call, outcome.runId, query.wait));
  const run = await host.db.withWorkspace(caller, (tx) => readRun(tx, outcome.runId));
  const headers = { location: `/api/v1/runs/${run.id}` };
  if (!hasEnded) return { status: 202, headers, body: { run } };
  const { entries } = await host.runs.journal(caller.workspaceId, run.id);
  return { status: 200, headers, body: { run, ...endOutput(entries) } };
}

/** Waits for the end itself, not for an answer that a `respond` gives before it. */
async function hasEndedWithin({ host }: Call<typeof startRun>, runId: string, wait: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), Math.min(wait, limits.syncWaitMs));
  const stop = host.runs.watch(runId, 0, { entries: () => {}, end: () => resolve(true) });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}
