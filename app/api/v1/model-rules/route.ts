import { saveRules } from "#lib/ai/usage/mutations.ts";
import { readRules } from "#lib/ai/usage/queries.ts";
import { getModelRules, setModelRules } from "#lib/api/contracts/models.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";

export const GET = routeInTransaction(getModelRules, async ({ tx }) => ({ body: await readRules(tx) }));

export const PUT = routeInTransaction(setModelRules, async ({ tx, host, caller, body, afterCommit }) => {
  await saveRules(tx, caller, body);
  afterCommit(() => host.models.workspaces.forget(caller.workspaceId));
  return { body: undefined };
});
