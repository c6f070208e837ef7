import { getOpenApi } from "#lib/api/contracts/openapi.ts";
import { openApiDocument } from "#lib/api/openapi.ts";
import { route } from "#lib/api/route.ts";

export const GET = route(getOpenApi, async ({ host }) => ({ body: openApiDocument(host.auth.origin) }));
