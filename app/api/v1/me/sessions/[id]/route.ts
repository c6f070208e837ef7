import { revokeSession } from "#lib/api/contracts/account.ts";
import { route } from "#lib/api/route.ts";
import { revokeOwnSession } from "#lib/auth/profile.ts";

export const DELETE = route(revokeSession, async ({ host, caller, params }) => {
  await revokeOwnSession(host, caller, params.id);
  return { body: undefined };
});
