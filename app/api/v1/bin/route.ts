import { listBin } from "#lib/api/contracts/bin.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as bin from "#lib/workflows/bin.ts";

export const GET = routeInTransaction(listBin, async ({ tx, query }) => ({ body: await bin.listBin(tx, query) }));
