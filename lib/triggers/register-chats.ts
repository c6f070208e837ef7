import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { chats } from "#db/schema/chat.ts";
import { workflows } from "#db/schema/workflows.ts";
import { definition } from "../nodes/trigger-chat/definition.ts";
import type { Publication } from "./register.ts";

const LONGEST = 48;

/** One row a workflow. Compiling has refused a second chat; what programs call it by stays, whatever it is renamed to. */
export async function registerChats(tx: Tx, { workspaceId, workflowId, versionId, document }: Publication) {
  const node = document.nodes.find(({ type, disabled }) => type === definition.type && !disabled);
  if (!node) return unregisterChats(tx, workflowId);
  const { title, greeting, suggestions, remember } = definition.config.parse(node.config);
  const shown = { title: title.trim(), greeting, suggestions: suggestions.filter((text) => text.trim() !== "") };
  const row = { ...shown, versionId, nodeId: node.id, remember, active: true };
  const known = await tx.update(chats).set(row).where(eq(chats.workflowId, workflowId)).returning({ id: chats.model });
  if (known.length > 0) return;
  const [workflow] = await tx.select({ name: workflows.name }).from(workflows).where(eq(workflows.id, workflowId));
  const name = modelName(shown.title || workflow?.name || "");
  for (let number = 1; ; number += 1) {
    const model = number === 1 ? name : `${name}-${number}`;
    const stored = await tx
      .insert(chats)
      .values({ ...row, workspaceId, workflowId, model })
      .onConflictDoNothing({ target: [chats.workspaceId, chats.model] })
      .returning({ id: chats.model });
    if (stored.length > 0) return;
  }
}

export async function unregisterChats(tx: Tx, workflowId: string): Promise<void> {
  await tx.update(chats).set({ active: false }).where(eq(chats.workflowId, workflowId));
}

/** `Support helper (new)` → `support-helper-new`: nothing that an address or a shell would read in another way. */
export function modelName(title: string): string {
  const plain = title.normalize("NFKD").toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST);
  return name.replace(/^-+|-+$/g, "") || "chat";
}
