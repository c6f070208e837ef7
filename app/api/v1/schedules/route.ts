import { listSchedules } from "#lib/api/contracts/schedules.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as queries from "#lib/triggers/schedule-queries.ts";

export const GET = routeInTransaction(listSchedules, async ({ tx, query }) => ({
  body: await queries.listSchedules(tx, Date.now(), query),
}));
