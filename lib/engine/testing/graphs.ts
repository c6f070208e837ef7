import { type DocumentNode, nodeKeySchema, type WorkflowDocument } from "../document.ts";

type NodeParts = Partial<Omit<DocumentNode, "id" | "key">>;

/**
 * A document from a drawing: `"start > a.true > b; a.false > c"`. Each `>` is an edge, `a.true` names the output port it
 * starts from. A node is of the type `test.<its name up to the first _ or digit>`, `start` a manual trigger and every name that
 * is no type of the test catalogue a `test.set`. `parts` adds what a drawing cannot say, by key.
 */
export function graph(drawing: string, parts: Record<string, NodeParts> = {}): WorkflowDocument {
  const nodes = new Map<string, DocumentNode>();
  const edges: WorkflowDocument["edges"] = [];
  for (const way of drawing.split(";")) {
    let last: { key: string; port: string } | null = null;
    for (const step of way.split(">")) {
      const [key, port = "out"] = step.trim().split(".") as [string, string?];
      if (key === "") continue;
      if (!nodes.has(key)) nodes.set(key, drawnNode(key, parts[key]));
      if (last) {
        const id = `e_${edges.length + 1}`;
        edges.push({ id, source: `n_${last.key}`, sourcePort: last.port, target: `n_${key}`, targetPort: "in" });
      }
      last = { key, port };
    }
  }
  for (const key of Object.keys(parts)) if (!nodes.has(key)) throw new Error(`${key} is not in the drawing`);
  return { schemaVersion: 1, nodes: [...nodes.values()], edges };
}

const typesByName: Readonly<Record<string, string>> = {
  start: "test.manual",
  hook: "test.webhook",
  step: "test.step",
  unsafe: "test.unsafe",
  wait: "test.wait",
  if: "test.if",
  switch: "test.switch",
  output: "test.output",
  join: "test.join",
  call: "test.call",
};

function drawnNode(key: string, parts: NodeParts = {}): DocumentNode {
  nodeKeySchema.parse(key);
  const name = /^[a-z]+/.exec(key)?.[0] ?? "";
  return { id: `n_${key}`, key, type: typesByName[name] ?? "test.set", version: 1, config: {}, ...parts };
}
