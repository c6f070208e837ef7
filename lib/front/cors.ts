import { type DoorRequest, type DoorResponse, headerOf } from "./door.ts";

/** What browsers of other sites are told. Without origins: nothing, so they may not read answers. */
export function corsHeaders(origins: readonly string[], request: DoorRequest): Record<string, string> {
  const origin = headerOf(request, "origin");
  if (origins.length === 0 || origin === undefined) return {};
  const allowed = origins.includes("*") ? "*" : origins.includes(origin) ? origin : null;
  if (allowed === null) return { vary: "Origin" };
  return { "access-control-allow-origin": allowed, ...(allowed === "*" ? {} : { vary: "Origin" }) };
}

/** The method that a browser asks about before it sends it, or null when this is no such question. */
export function preflightMethod(request: DoorRequest): string | null {
  if (request.method !== "OPTIONS" || headerOf(request, "origin") === undefined) return null;
  return headerOf(request, "access-control-request-method") ?? null;
}

/** The answer to that question. No run is started by it. */
export function preflightAnswer(origins: readonly string[], methods: string, request: DoorRequest): DoorResponse {
  const allowed = corsHeaders(origins, request);
  const asked = headerOf(request, "access-control-request-headers");
  const more = allowed["access-control-allow-origin"]
    ? {
        "access-control-allow-methods": methods,
        ...(asked === undefined ? {} : { "access-control-allow-headers": asked.slice(0, 1_000) }),
        "access-control-max-age": "600",
      }
    : {};
  return { status: 204, headers: { ...allowed, ...more }, body: "" };
}
