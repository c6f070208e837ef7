import { compile } from "../engine/compile/compile.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import type { Problem } from "../engine/graph.ts";
import type { Catalogue } from "../nodes/define.ts";

/** All problems of a document, and whether it could be published all the same. */
export function findProblems(
  document: WorkflowDocument,
  catalogue: Catalogue,
): { publishable: boolean; problems: Problem[] } {
  const result = compile(document, catalogue);
  return result.ok
    ? { publishable: true, problems: result.warnings }
    : { publishable: false, problems: result.problems };
}
