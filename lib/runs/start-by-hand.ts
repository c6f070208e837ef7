import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import { chatInput } from "../chat/chat-input.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { TriggerType } from "../engine/events.ts";
import { isJsonObject, type Json } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import type { Catalogue, NodeDefinition } from "../nodes/define.ts";
import { ensureSnapshot, requireCompiles } from "../workflows/publish.ts";
import { livingWorkflow, workflowNotFound } from "../workflows/queries.ts";
import type { StartRun } from "./ports.ts";

export interface HandStart {
  workflowId: string;
  input: Json;
  version: "draft" | "published" | string;
  trigger?: string | undefined;
}

/**
 * What a run that a person or the API asks for starts with: the version, the trigger, and the input in the form that the
 * trigger gives.
 * @throws AppError `not_found` (404), `not_published` (409), `no_trigger` (409), `document_has_problems` (422)
 */
export async function startByHand(
  tx: Tx,
  caller: { workspaceId: string; userId: string },
  catalogue: Catalogue,
  wanted: HandStart,
): Promise<Omit<StartRun, "idempotency">> {
  const { versionId, document } = await findVersion(tx, caller, catalogue, wanted);
  const node = findTrigger(document, catalogue, wanted.trigger);
  const definition = catalogue.get(node.type);
  return {
    workspaceId: caller.workspaceId,
    workflowId: wanted.workflowId,
    versionId,
    triggerNodeId: node.id,
    triggerType: (definition?.trigger ?? "manual") satisfies TriggerType,
    mode: wanted.version === "draft" ? "draft" : "live",
    input: inputFor(definition?.trigger, wanted.input),
  };
}

async function findVersion(
  tx: Tx,
  caller: { workspaceId: string; userId: string },
  catalogue: Catalogue,
  wanted: HandStart,
): Promise<{ versionId: string; document: WorkflowDocument }> {
  const [workflow] = await tx.select().from(workflows).where(livingWorkflow(wanted.workflowId));
  if (!workflow) throw workflowNotFound();
  if (wanted.version === "draft") {
    requireCompiles(workflow.draft, catalogue);
    const snapshot = await ensureSnapshot(tx, workflow, caller.userId);
    return { versionId: snapshot.id, document: workflow.draft };
  }
  const id = wanted.version === "published" ? workflow.publishedVersionId : wanted.version;
  if (id === null)
    throw new AppError("not_published", 409, "This workflow is not published yet. Publish it, or run the draft.");
  const [version] = await tx.select().from(versions).where(eq(versions.id, id));
  if (!version || version.workflowId !== workflow.id)
    throw new AppError("not_found", 404, "There is no such version of this workflow.");
  return { versionId: version.id, document: version.document };
}

function findTrigger(document: WorkflowDocument, catalogue: Catalogue, wanted: string | undefined) {
  const triggers = document.nodes.filter((node) => catalogue.get(node.type)?.trigger !== undefined && !node.disabled);
  const node =
    wanted === undefined
      ? (triggers.find(({ type }) => catalogue.get(type)?.trigger === "manual") ?? triggers[0])
      : triggers.find(({ id }) => id === wanted);
  if (!node) throw new AppError("no_trigger", 409, "This workflow has no such trigger that is switched on.");
  return node;
}

/** A webhook's workflow reads a whole request; somebody who runs it by hand usually means the body. */
function inputFor(trigger: NodeDefinition["trigger"], input: Json): Json {
  if (trigger === "webhook") {
    const isRequest = isJsonObject(input) && typeof input.method === "string" && "body" in input;
    return isRequest ? input : { method: "POST", path: "", params: {}, query: {}, headers: {}, body: input };
  }
  if (trigger === "schedule" && input === null) {
    const now = new Date().toISOString();
    return { scheduledAt: now, firedAt: now };
  }
  return trigger === "chat" ? chatInput(input) : input;
}
