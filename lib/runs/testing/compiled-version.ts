import { compile } from "../../engine/compile/compile.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import { readsOf } from "../start-values.ts";
import type { CompiledVersion } from "../version-source.ts";
import { fixtureCatalogue } from "./fixture-nodes.ts";

export function compiledVersion(versionId: string, document: WorkflowDocument): CompiledVersion {
  const result = compile(document, fixtureCatalogue);
  if (!result.ok) throw new Error(`the test's document does not compile: ${JSON.stringify(result.problems)}`);
  return {
    versionId,
    workspaceId: "ws_test",
    workflowId: "wf_test",
    workflowName: "Test",
    settings: document.settings ?? {},
    compiled: result.compiled,
    ...readsOf(document),
  };
}
