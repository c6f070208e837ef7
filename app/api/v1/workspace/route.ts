import { updateWorkspace } from "#lib/api/contracts/workspace.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { changeWorkspace } from "#lib/auth/workspace.ts";

export const PATCH = routeInTransaction(updateWorkspace, async ({ tx, caller, body }) => {
  await changeWorkspace(tx, caller, body);
  return { body: undefined };
});
