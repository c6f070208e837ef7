import { getMe, updateMe } from "#lib/api/contracts/account.ts";
import { route } from "#lib/api/route.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { renameUser } from "#lib/auth/profile.ts";
import { readMe } from "#lib/auth/queries.ts";

export const GET = routeInTransaction(getMe, async ({ tx, caller }) => ({ body: await readMe(tx, caller) }));

export const PATCH = route(updateMe, async ({ host, caller, body }) => {
  await renameUser(host, caller, body.name);
  return { body: undefined };
});
