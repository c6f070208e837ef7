import { z } from "zod";
import {
  type DocumentEdge,
  type DocumentNode,
  documentEdgeSchema,
  documentNodeSchema,
  type WorkflowDocument,
} from "../../engine/document.ts";
import { parseJson } from "../../engine/parse-json.ts";
import type { Diff } from "../diff.ts";
import { applyDiff } from "../diff.ts";
import { changed, freshId } from "./changed.ts";
import { settleFrames, withInside } from "./frames.ts";
import { freshKey, keysOf } from "./keys.ts";
import { renameKey } from "./rename-key.ts";

const clipSchema = z.strictObject({
  heddle: z.literal("nodes"),
  nodes: z.array(documentNodeSchema).min(1),
  edges: z.array(documentEdgeSchema),
});

/** Nodes, what stands inside of them and the edges between them as text, to be pasted here, in another workflow or another instance. */
export function copyText(document: WorkflowDocument, ids: ReadonlySet<string>): string | null {
  const all = withInside(document, ids);
  const nodes = document.nodes.filter(({ id }) => all.has(id));
  if (nodes.length === 0) return null;
  const edges = document.edges.filter(({ source, target }) => all.has(source) && all.has(target));
  return JSON.stringify({ heddle: "nodes", nodes, edges }, null, 2);
}

/** What `copyText` made; null for any other text. */
export function parseClip(text: string): { nodes: DocumentNode[]; edges: DocumentEdge[] } | null {
  if (!text.includes('"heddle"')) return null;
  try {
    const parsed = clipSchema.safeParse(parseJson(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * The nodes under new ids and keys, beside where they were; expressions among them follow the new keys. What stood in a
 * container that is here stays in it; where it is not, it comes onto the canvas itself.
 */
export function paste(
  document: WorkflowDocument,
  clip: { nodes: readonly DocumentNode[]; edges: readonly DocumentEdge[] },
): { diff: Diff; ids: string[] } {
  const ids = new Map<string, string>();
  for (const node of clip.nodes)
    ids.set(
      node.id,
      freshId("n", (taken) => document.nodes.some(({ id }) => id === taken)),
    );
  let part: WorkflowDocument = { schemaVersion: 1, nodes: [...clip.nodes], edges: [] };
  const taken = keysOf(document);
  for (const node of clip.nodes) {
    const others = new Set([...taken, ...part.nodes.filter(({ id }) => id !== node.id).map(({ key }) => key)]);
    const key = others.has(node.key) ? freshKey(node.key, others) : node.key;
    part = applyDiff(part, renameKey(part, node.id, key));
    taken.add(key);
  }
  const here = new Set(document.nodes.map(({ id }) => id));
  const nodes = part.nodes.map((node) => ({
    ...node,
    id: ids.get(node.id) ?? node.id,
    ...(node.parent ? { parent: ids.get(node.parent) ?? (here.has(node.parent) ? node.parent : null) } : {}),
    ...(node.position && !ids.has(node.parent ?? "")
      ? { position: { x: node.position.x + 32, y: node.position.y + 32 } }
      : {}),
  }));
  const edges = clip.edges.map((edge) => ({
    ...edge,
    id: freshId("e", (id) => document.edges.some((other) => other.id === id)),
    source: ids.get(edge.source) ?? edge.source,
    target: ids.get(edge.target) ?? edge.target,
  }));
  const diff = changed(document, {
    nodes: settleFrames([...document.nodes, ...nodes]),
    edges: [...document.edges, ...edges],
  });
  return { diff, ids: nodes.map(({ id }) => id) };
}
