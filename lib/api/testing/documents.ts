import type { WorkflowDocument } from "../../engine/document.ts";

/** trigger.manual → data.set; publishable. */
export function smallDocument(value = "hello"): WorkflowDocument {
  return {
    schemaVersion: 1,
    nodes: [
      { id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} },
      { id: "n_set", key: "set", type: "data.set", version: 1, config: { fields: [{ name: "value", value }] } },
    ],
    edges: [{ id: "e_1", source: "n_start", sourcePort: "out", target: "n_set", targetPort: "in" }],
  };
}

export function webhookDocument(path: string): WorkflowDocument {
  return {
    schemaVersion: 1,
    nodes: [{ id: "n_hook", key: "hook", type: "trigger.webhook", version: 1, config: { path, methods: ["POST"] } }],
    edges: [],
  };
}
