import { readUsage } from "#lib/ai/usage/queries.ts";
import { getUsage } from "#lib/api/contracts/models.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";

export const GET = routeInTransaction(getUsage, async ({ tx, query }) => ({ body: await readUsage(tx, query) }));
