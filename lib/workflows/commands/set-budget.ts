import type { DocumentSettings, WorkflowDocument } from "../../engine/document.ts";
import { type Diff, diffDocuments } from "../diff.ts";

/** What each run may spend on models; undefined: as much as it likes. */
export function setBudget(document: WorkflowDocument, budget: DocumentSettings["budget"]): Diff {
  const { budget: _, ...others } = document.settings ?? {};
  return diffDocuments(document, { ...document, settings: budget === undefined ? others : { ...others, budget } });
}
