import { testCredential } from "#lib/api/contracts/credentials.ts";
import { route } from "#lib/api/route.ts";
import { requireGood } from "#lib/credentials/check-values.ts";
import { openForTest } from "#lib/credentials/mutations.ts";
import { tryCredential } from "#lib/credentials/try-credential.ts";

// Without a transaction: the service that is asked may take its time.
export const POST = route(testCredential, async ({ host, caller, params, body }) => {
  const { type, values } = await host.db.withWorkspace(caller, (tx) =>
    openForTest(tx, host.vault, params.id, body.values),
  );
  requireGood(type, values);
  return { body: await tryCredential(host.gate, caller.workspaceId, type, values) };
});
