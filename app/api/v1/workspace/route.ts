import { getWorkspace, updateWorkspace } from "#lib/api/contracts/workspace.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { changeWorkspace, readWorkspace } from "#lib/auth/workspace.ts";

export const GET = routeInTransaction(getWorkspace, async ({ tx, caller }) => ({
  body: await readWorkspace(tx, caller),
}));

export const PATCH = routeInTransaction(updateWorkspace, async ({ tx, caller, body }) => {
  await changeWorkspace(tx, caller, body);
  return { body: undefined };
});
