import type { WorkflowDocument } from "../../engine/document.ts";
import { createWorkflow } from "../../workflows/mutations.ts";
import { publishWorkflow } from "../../workflows/publish.ts";
import { smallDocument } from "./documents.ts";
import { CANARY } from "./fixture.ts";
import type { TestApi, TestWorkspace } from "./test-api.ts";

/** A workflow whose name and document hold the canary. */
export async function makeWorkflow(
  { host }: TestApi,
  workspace: TestWorkspace,
  document: WorkflowDocument = smallDocument(CANARY),
): Promise<string> {
  const author = { workspaceId: workspace.id, userId: workspace.ownerId };
  return host.db.withWorkspace(author, (tx) => createWorkflow(tx, author, { name: CANARY, document }));
}

export async function makeVersion(
  api: TestApi,
  workspace: TestWorkspace,
  document?: WorkflowDocument,
): Promise<{ workflowId: string; versionId: string }> {
  const workflowId = await makeWorkflow(api, workspace, document);
  const author = { workspaceId: workspace.id, userId: workspace.ownerId };
  const { versionId } = await api.host.db.withWorkspace(author, (tx) =>
    publishWorkflow(tx, author, api.host.catalogue, { id: workflowId, note: CANARY }),
  );
  return { workflowId, versionId };
}
