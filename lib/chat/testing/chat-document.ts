import type { DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";

type Given = [key: string, type: string, config?: JsonObject, more?: Partial<DocumentNode>];

/** A document whose ids are its keys. Edges: `start > ask`, `check.true > ask`. */
export function chatDocument(nodes: readonly Given[], edges: readonly string[]): WorkflowDocument {
  const chat: Given = ["start", "trigger.chat"];
  return {
    schemaVersion: 1,
    nodes: [chat, ...nodes].map(([key, type, config = {}, more = {}]) => ({
      id: key,
      key,
      type,
      version: 1,
      config,
      ...more,
    })),
    edges: edges.map((edge, index) => {
      const [from = "", target = ""] = edge.split(" > ");
      const [source = "", sourcePort = "out"] = from.split(".");
      return { id: `e_${index}`, source, sourcePort, target, targetPort: "in" };
    }),
  };
}
