import { testNewCredential } from "#lib/api/contracts/credentials.ts";
import { route } from "#lib/api/route.ts";
import { requireGood, requireType } from "#lib/credentials/check-values.ts";
import { tryCredential } from "#lib/credentials/try-credential.ts";

export const POST = route(testNewCredential, async ({ host, caller, body }) => {
  const type = requireType(body.type);
  requireGood(type, body.values);
  return { body: await tryCredential(host.gate, caller.workspaceId, type, body.values) };
});
