import { getMe } from "#lib/api/contracts/account.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { readMe } from "#lib/auth/queries.ts";

export const GET = routeInTransaction(getMe, async ({ tx, caller }) => ({ body: await readMe(tx, caller) }));
