import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import type { Caller } from "./caller.ts";

/** Changes what is given of the caller's own workspace. */
export async function changeWorkspace(
  tx: Tx,
  caller: Caller,
  { name, timezone }: { name?: string | undefined; timezone?: string | undefined },
): Promise<void> {
  const changes = { ...(name !== undefined && { name }), ...(timezone !== undefined && { timezone }) };
  if (Object.keys(changes).length === 0) return;
  await tx.update(workspaces).set(changes).where(eq(workspaces.id, caller.workspaceId));
}
