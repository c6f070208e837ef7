import { getVersion } from "#lib/api/contracts/versions.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { readVersion } from "#lib/workflows/version-queries.ts";

export const GET = routeInTransaction(getVersion, async ({ tx, params }) => ({
  body: await readVersion(tx, params.id, params.versionId),
}));
