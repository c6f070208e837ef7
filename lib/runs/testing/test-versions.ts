import type { WorkflowDocument } from "../../engine/document.ts";
import type { Json } from "../../engine/json.ts";
import type { RunService } from "../ports.ts";

export const TEST_WORKSPACE = "ws_test";

/** Documents as versions of the one workflow there is, and runs of them. */
export class TestVersions {
  readonly #documents = new Map<string, WorkflowDocument>();

  readonly load = (versionId: string): WorkflowDocument => this.#documents.get(versionId) as WorkflowDocument;

  async start(runs: RunService, document: WorkflowDocument, input: Json = null) {
    const versionId = `ver_${this.#documents.size + 1}`;
    this.#documents.set(versionId, document);
    const outcome = await runs.start({
      workspaceId: TEST_WORKSPACE,
      workflowId: "wf_test",
      versionId,
      triggerNodeId: "n_start",
      triggerType: "manual",
      mode: "live",
      input,
    });
    if (outcome.status !== "started") throw new Error("the run did not start");
    return outcome;
  }
}
