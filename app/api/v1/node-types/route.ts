import { listNodeTypes } from "#lib/api/contracts/node-types.ts";
import { describeNodeTypes } from "#lib/api/describe-node-types.ts";
import { route } from "#lib/api/route.ts";

export const GET = route(listNodeTypes, async ({ host }) => ({ body: { items: describeNodeTypes(host.catalogue) } }));
