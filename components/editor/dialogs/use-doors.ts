import { useMemo } from "react";
import { nodeTitle } from "#components/canvas/node-title.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useEditor } from "../editor-context.tsx";
import { useInstanceOrigin } from "../instance-origin.ts";
import { webhookDoor } from "../webhook-door.ts";

/** A way in from outside: an address to call, or a time. */
export interface Door {
  nodeId: string;
  title: string;
  how: string;
  text: string;
  copy: boolean;
  /** A page of the app, to go to. */
  page?: { href: string; label: string };
}

function doorOf(node: DocumentNode, origin: string, workflowId: string): Door[] {
  const trigger = node.disabled ? undefined : catalogue.get(node.type)?.trigger;
  const shared = { nodeId: node.id, title: nodeTitle(node) };
  if (trigger === "webhook") {
    const { methods, path } = webhookDoor(node.config);
    return [{ ...shared, how: methods, text: `${origin}/api/webhooks/${path}`, copy: true }];
  }
  if (trigger === "schedule") {
    return [{ ...shared, how: "When", text: catalogue.get(node.type)?.describe?.(node.config) ?? "", copy: false }];
  }
  if (trigger === "chat")
    return [
      {
        ...shared,
        how: "Chat",
        text: `${origin}/chat?with=${workflowId}`,
        copy: true,
        page: { href: `/chat?with=${workflowId}`, label: "Open the chat" },
      },
    ];
  return [];
}

/** The ways in that the document on the screen describes. */
export function useDoors(): Door[] {
  const nodes = useDocument((state) => state.document.nodes);
  const origin = useInstanceOrigin();
  const { workflowId } = useEditor();
  return useMemo(() => nodes.flatMap((node) => doorOf(node, origin, workflowId)), [nodes, origin, workflowId]);
}
