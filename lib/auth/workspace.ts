import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import type { updateWorkspace, Workspace } from "../api/contracts/workspace.ts";
import type { Call } from "../api/route.ts";
import { AppError } from "../errors.ts";
import type { Caller } from "./caller.ts";

/** The caller's own workspace with its settings. */
export async function readWorkspace(tx: Tx, caller: Caller): Promise<Workspace> {
  const { id, slug, name, timezone, retentionDays, outboundAllow, outboundDeny } = workspaces;
  const [workspace] = await tx
    .select({ id, slug, name, timezone, retentionDays, outboundAllow, outboundDeny })
    .from(workspaces)
    .where(eq(id, caller.workspaceId));
  if (!workspace) throw new AppError("not_found", 404, "This workspace is no longer there.");
  return workspace;
}

/** Changes what is given of the caller's own workspace. */
export async function changeWorkspace(
  tx: Tx,
  caller: Caller,
  changes: Call<typeof updateWorkspace>["body"],
): Promise<void> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return;
  await tx.update(workspaces).set(given).where(eq(workspaces.id, caller.workspaceId));
}

/** The zone in which a workspace's times are read where nothing else names one. */
export async function workspaceTimeZone(tx: Tx, workspaceId: string): Promise<string> {
  const { id, timezone } = workspaces;
  const [row] = await tx.select({ timezone }).from(workspaces).where(eq(id, workspaceId));
  return row?.timezone ?? "UTC";
}
