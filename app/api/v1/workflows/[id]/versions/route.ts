import { listVersions } from "#lib/api/contracts/versions.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as queries from "#lib/workflows/version-queries.ts";

export const GET = routeInTransaction(listVersions, async ({ tx, params, query }) => ({
  body: await queries.listVersions(tx, params.id, query),
}));
