import { useMemo } from "react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument } from "../editor-context.tsx";
import { useWebhookBase } from "../webhook-base.ts";

/** A way in from outside: an address to call, or a time. */
export interface Door {
  nodeId: string;
  title: string;
  how: string;
  text: string;
  copy: boolean;
}

function doorOf(node: DocumentNode, base: string): Door[] {
  const trigger = node.disabled ? undefined : catalogue.get(node.type)?.trigger;
  const shared = { nodeId: node.id, title: nodeTitle(node) };
  if (trigger === "webhook") {
    const path = typeof node.config.path === "string" ? node.config.path.replace(/^\/+|\/+$/g, "") : "";
    const methods = Array.isArray(node.config.methods) ? node.config.methods.join(", ") : "POST";
    return [{ ...shared, how: methods, text: `${base}/${path}`, copy: true }];
  }
  if (trigger === "schedule") {
    return [{ ...shared, how: "When", text: catalogue.get(node.type)?.describe?.(node.config) ?? "", copy: false }];
  }
  return [];
}

/** The ways in that the document on the screen describes. */
export function useDoors(): Door[] {
  const nodes = useDocument((state) => state.document.nodes);
  const base = useWebhookBase();
  return useMemo(() => nodes.flatMap((node) => doorOf(node, base)), [nodes, base]);
}
