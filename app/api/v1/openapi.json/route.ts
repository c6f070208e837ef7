import { getOpenApi } from "#lib/api/contracts/openapi.ts";
import { openApiDocument } from "#lib/api/openapi.ts";
import { route } from "#lib/api/route.ts";
import { remember } from "#lib/cache/cache.ts";
import type { JsonObject } from "#lib/engine/json.ts";

/** Anybody may ask, and making it takes tens of milliseconds in which nothing else is done. */
const REMEMBERED_MS = 5 * 60_000;

export const GET = route(getOpenApi, async ({ host }) => {
  const { origin } = host.auth;
  const key = `openapi/${host.build}/${origin ?? ""}`;
  // An OpenAPI document is plain JSON; its type says less.
  const make = () => openApiDocument(origin) as JsonObject;
  return { body: await remember(host.cache, key, REMEMBERED_MS, make) };
});
