import { createApiKey, listApiKeys } from "#lib/api/contracts/api-keys.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as apiKeys from "#lib/auth/api-keys.ts";

export const GET = routeInTransaction(listApiKeys, async ({ tx, query }) => ({
  body: await apiKeys.listApiKeys(tx, query),
}));

export const POST = routeInTransaction(createApiKey, async ({ tx, caller, body }) => ({
  body: await apiKeys.createApiKey(tx, caller, body),
}));
