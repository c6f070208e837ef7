import { DEMO_PROVIDER } from "../ai/demo-names.ts";
import type { WorkflowDocument } from "../engine/document.ts";

/** The document with another language model wherever it names one of the demo's. */
export function withModel(document: WorkflowDocument, model: string): WorkflowDocument {
  const nodes = document.nodes.map((node) => {
    const { model: named } = node.config;
    const isDemo = typeof named === "string" && named.startsWith(`${DEMO_PROVIDER}/`);
    return isDemo ? { ...node, config: { ...node.config, model } } : node;
  });
  return { ...document, nodes };
}
