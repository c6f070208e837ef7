import { compile } from "#lib/engine/compile/compile.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { readWorkflows, type WorkflowText } from "#lib/workflows/text-form.ts";

/** What a text holds, looked at before anything is kept. */
export type CheckedWorkflow =
  | { ok: true; workflow: WorkflowText; errors: string[]; warnings: string[] }
  | { ok: false; name: string | null; problems: string[] };

/**
 * Reads a text and looks for what would stop each workflow from being published. Loaded when somebody imports: it brings
 * the YAML reader and all node types.
 * @throws TextProblem when the text as a whole cannot be read
 */
export function checkImport(text: string, fallbackName: string): CheckedWorkflow[] {
  return readWorkflows(text, fallbackName).map((read) => {
    if (!read.ok) return read;
    const { document } = read.workflow;
    const result = compile(document, catalogue);
    const found = result.ok ? result.warnings : result.problems;
    const labels = new Map(document.nodes.map((node) => [node.id, node.label || node.key]));
    const words = (severity: "error" | "warning") =>
      found
        .filter((problem) => problem.severity === severity)
        .map(({ nodeId, message }) => (nodeId ? `${labels.get(nodeId) ?? nodeId}: ${message}` : message));
    return { ok: true, workflow: read.workflow, errors: words("error"), warnings: words("warning") };
  });
}
