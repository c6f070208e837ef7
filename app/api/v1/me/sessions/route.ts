import { listSessions } from "#lib/api/contracts/account.ts";
import { route } from "#lib/api/route.ts";
import * as profile from "#lib/auth/profile.ts";

export const GET = route(listSessions, async ({ host, caller }) => ({
  body: { items: await profile.listSessions(host, caller) },
}));
