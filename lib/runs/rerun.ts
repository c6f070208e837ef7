import "server-only";
import { hash } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { runJournal } from "#db/schema/runs.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { Run, rerunRun } from "../api/contracts/runs.ts";
import type { Call, Reply } from "../api/route.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { Json } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import { ensureSnapshot, requireCompiles } from "../workflows/publish.ts";
import { decodeChunk } from "./journal-codec.ts";
import type { StartRun } from "./ports.ts";
import { readRun } from "./queries.ts";

/**
 * Runs a past run again from its beginning, with the input it had. Answers 202 with the new run; the same
 * `Idempotency-Key` gives the same one.
 */
export async function answerRerun(call: Call<typeof rerunRun>): Promise<Reply<Run>> {
  const { caller, host, params, idempotencyKey } = call;
  const request = await host.db.withWorkspace(caller, (tx) => rerunRequest(tx, call));
  const idempotency = idempotencyKey && {
    scope: `rerun/${params.id}`,
    key: idempotencyKey,
    hash: hash("sha256", call.text),
  };
  const outcome = await host.runs.start({ ...request, ...(idempotency ? { idempotency } : {}) });
  if (outcome.status === "duplicate" && !outcome.sameRequest)
    throw new AppError("idempotency_key_reused", 422, "This Idempotency-Key was used for another request.");
  if (outcome.status === "started") await outcome.accepted;
  const run = await host.db.withWorkspace(caller, (tx) => readRun(tx, outcome.runId));
  return { headers: { location: `/api/v1/runs/${run.id}` }, body: run };
}

/** @throws AppError `not_found` (404), `workflow_deleted`, `not_published`, `no_trigger` (409), `document_has_problems` (422) */
async function rerunRequest(
  tx: Tx,
  { caller, host, params, body }: Call<typeof rerunRun>,
): Promise<Omit<StartRun, "idempotency">> {
  const run = await readRun(tx, params.id);
  const [workflow] = await tx.select().from(workflows).where(eq(workflows.id, run.workflowId));
  if (!workflow) throw workflowDeleted("It was deleted for good, so its runs cannot be made again.");
  if (workflow.deletedAt) throw workflowDeleted("It is in the bin. Restore it, then run this again.");
  const target = await targetVersion();
  const trigger = target.document.nodes.find((node) => node.id === run.triggerNodeId && !node.disabled);
  if (!trigger) {
    const message = "What started this run is not in that version any more, or is switched off there.";
    throw new AppError("no_trigger", 409, `${message} Take the version that the run was made with.`);
  }
  return {
    workspaceId: caller.workspaceId,
    workflowId: run.workflowId,
    versionId: target.versionId,
    triggerNodeId: run.triggerNodeId,
    triggerType: "rerun",
    mode: target.mode,
    input: await inputOf(tx, run.id),
    parentRunId: run.id,
  };

  async function targetVersion(): Promise<{ versionId: string; document: WorkflowDocument; mode: "live" | "draft" }> {
    if (!workflow) throw new Error("The workflow was there a moment ago.");
    if (body.version === "draft") {
      requireCompiles(workflow.draft, host.catalogue);
      const snapshot = await ensureSnapshot(tx, workflow, caller.userId);
      return { versionId: snapshot.id, document: workflow.draft, mode: "draft" };
    }
    const id = body.version === "same" ? run.versionId : workflow.publishedVersionId;
    if (id === null) {
      const message = "This workflow is not published now. Run it on the version it was made with, or on the draft.";
      throw new AppError("not_published", 409, message);
    }
    const [version] = await tx.select().from(versions).where(eq(versions.id, id));
    if (!version) throw new AppError("not_found", 404, "The version of this run is not stored any more.");
    const isDraft = body.version === "same" && run.mode !== "live";
    return { versionId: id, document: version.document, mode: isDraft ? "draft" : "live" };
  }
}

/** What the trigger received: it is in the first entry of every journal. */
async function inputOf(tx: Tx, runId: string): Promise<Json> {
  const [chunk] = await tx
    .select({ events: runJournal.events, seqFrom: runJournal.seqFrom })
    .from(runJournal)
    .where(eq(runJournal.runId, runId))
    .orderBy(asc(runJournal.seqFrom))
    .limit(1);
  const entries = chunk ? decodeChunk(chunk.events, chunk.seqFrom) : [];
  for (const { event } of entries) {
    if (event.type === "run.queued") return event.input;
    if (event.type === "run.started" && event.input !== undefined) return event.input;
  }
  throw new AppError("no_input", 409, "The input of this run is not stored any more, so it cannot be made again.");
}

function workflowDeleted(what: string): AppError {
  return new AppError("workflow_deleted", 409, `The workflow of this run was deleted. ${what}`);
}
