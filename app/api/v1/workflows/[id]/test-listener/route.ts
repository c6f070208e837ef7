import { getTestListener, startTestListener, stopTestListener } from "#lib/api/contracts/webhook-tests.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { readListener, startListening, stopListening } from "#lib/triggers/test-listener.ts";

export const GET = routeInTransaction(getTestListener, async ({ tx, params }) => ({
  body: await readListener(tx, params.id),
}));

export const PUT = routeInTransaction(startTestListener, async ({ tx, caller, params, query }) => ({
  body: await startListening(tx, caller, params.id, query.listenerId),
}));

export const DELETE = routeInTransaction(stopTestListener, async ({ tx, params, query }) => ({
  body: await stopListening(tx, params.id, query.listenerId),
}));
