import type { WorkflowDocument } from "../engine/document.ts";
import type { Json } from "../engine/json.ts";

/** A workflow to begin with. It runs offline and needs no account. */
export interface Sample {
  id: string;
  name: string;
  /** One line: what one sees. */
  summary: string;
  /** What is suggested to run it with. */
  input: Json;
  document: WorkflowDocument;
}
