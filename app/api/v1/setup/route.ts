import { getSetup, setUp } from "#lib/api/contracts/account.ts";
import { route } from "#lib/api/route.ts";
import { setUpOwner, setUpStatus } from "#lib/auth/set-up.ts";

export const GET = route(getSetup, async ({ host, request }) => ({ body: await setUpStatus(host, request.headers) }));

export const POST = route(setUp, async ({ host, request, body }) => ({
  body: await setUpOwner(host, request.headers, body),
}));
