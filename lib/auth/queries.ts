import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { users, workspaces } from "#db/schema/auth.ts";
import { AppError } from "../errors.ts";
import { type Caller, callerMay } from "./caller.ts";
import { allPermissions } from "./permissions.ts";

/** The caller as the pages show them. */
export async function readMe(tx: Tx, caller: Caller) {
  const { id, slug, name, timezone } = workspaces;
  const [workspace] = await tx.select({ id, slug, name, timezone }).from(workspaces).where(eq(id, caller.workspaceId));
  const [user] = await tx
    .select({ id: users.id, email: users.email, name: users.name })
    .from(users)
    .where(eq(users.id, caller.userId));
  if (!workspace || !user) throw new AppError("not_found", 404, "This workspace or account is no longer there.");
  const permissions = allPermissions.filter((permission) => callerMay(caller, permission));
  return { user, workspace, role: caller.role, permissions };
}
