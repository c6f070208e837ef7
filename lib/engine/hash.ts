import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { DocumentEdge, DocumentNode, WorkflowDocument } from "./document.ts";
import type { Json } from "./json.ts";

/**
 * Identity of what a document does: SHA-256 (hex) of its canonical form without positions, labels and notes. What is
 * absent equals its default, and the order of nodes, edges and keys does not count.
 */
export function documentHash(document: WorkflowDocument): string {
  const canonical = canonicalJson({
    schemaVersion: document.schemaVersion,
    settings: document.settings ?? {},
    nodes: document.nodes.map(nodeIdentity).sort(byId),
    edges: document.edges.map(edgeIdentity).sort(byId),
  });
  return bytesToHex(sha256(utf8ToBytes(canonical)));
}

function nodeIdentity({ id, key, type, version, config, parent, disabled, policy }: DocumentNode) {
  return { id, key, type, version, config, parent: parent ?? null, disabled: disabled ?? false, policy: policy ?? {} };
}

function edgeIdentity({ id, source, target, sourcePort, targetPort }: DocumentEdge) {
  return { id, source, target, sourcePort: sourcePort ?? "out", targetPort: targetPort ?? "in" };
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

type MaybeJson = Json | undefined | readonly MaybeJson[] | { readonly [key: string]: MaybeJson };

/**
 * JSON text with sorted keys (by UTF-16 unit) and no blanks. The text is written directly, never through a copied
 * object, so that a key `__proto__` is a key like any other; lone surrogates come out escaped, as `JSON.stringify` does it.
 */
export function canonicalJson(value: MaybeJson): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  const object = value as { readonly [key: string]: MaybeJson };
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(object[key])}`);
  }
  return `{${members.join(",")}}`;
}
