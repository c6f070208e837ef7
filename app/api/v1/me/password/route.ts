import { changePassword } from "#lib/api/contracts/account.ts";
import { route } from "#lib/api/route.ts";
import { clientAddress } from "#lib/auth/peer.ts";
import * as profile from "#lib/auth/profile.ts";

export const POST = route(changePassword, async ({ host, caller, body, request }) => {
  await profile.changePassword(host, caller, body, clientAddress(request.headers));
  return { body: undefined };
});
