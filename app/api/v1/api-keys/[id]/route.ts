import { revokeApiKey } from "#lib/api/contracts/api-keys.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as apiKeys from "#lib/auth/api-keys.ts";

export const DELETE = routeInTransaction(revokeApiKey, async ({ tx, params }) => {
  await apiKeys.revokeApiKey(tx, params.id);
  return { body: undefined };
});
