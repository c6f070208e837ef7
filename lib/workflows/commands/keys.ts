import { nodeKeySchema, type WorkflowDocument } from "../../engine/document.ts";

/** A key made of a title that no node has yet: "HTTP request" → `http_request`, then `http_request_2`. */
export function freshKey(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 56);
  const base = nodeKeySchema.safeParse(words).success ? words : `${words || "node"}_1`;
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`;
}

export function keysOf(document: WorkflowDocument): Set<string> {
  return new Set(document.nodes.map(({ key }) => key));
}
