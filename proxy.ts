import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/content-security-policy.ts";

const TWO_YEARS_SECONDS = 63_072_000;

/** Gives every page a nonce and the headers that keep it to itself. Who may see a page is decided by the page. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const secure = isSecure(request);
  const policy = contentSecurityPolicy({ nonce, development: process.env.NODE_ENV === "development", secure });

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);
  headers.set("x-heddle-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (secure) response.headers.set("strict-transport-security", `max-age=${TWO_YEARS_SECONDS}`);
  return response;
}

function isSecure(request: NextRequest): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  return (forwarded ?? request.nextUrl.protocol.replace(":", "")) === "https";
}

export const config = {
  // Not pages: the API, built files, icons.
  matcher: ["/((?!api/|_next/static/|icon\\.svg$|apple-icon\\.png$).*)"],
};
