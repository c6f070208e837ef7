import { AppError } from "../errors.ts";

/**
 * Refuses writes that another site made the browser send. A browser names the page it is on in `Origin` with every
 * write; programs with an API key have no cookie that could be abused.
 * @throws AppError `cross_origin` (403)
 */
export function requireSameOrigin(request: Request, publicOrigin: string | undefined): void {
  const { headers } = request;
  const origin = headers.get("origin");
  if (origin === null) {
    if (headers.get("sec-fetch-site") === "same-origin") return;
    // Without a cookie there is nothing to abuse.
    if (headers.get("cookie") === null && headers.get("sec-fetch-site") === null) return;
    throw crossOrigin("The request does not say which page it comes from (no Origin header).");
  }
  if (origin === publicOrigin || hostOf(origin) === requestHost(request)) return;
  throw crossOrigin(`The request comes from another site (${origin.slice(0, 200)}).`);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function requestHost(request: Request): string {
  return request.headers.get("host")?.toLowerCase() ?? new URL(request.url).host;
}

function crossOrigin(message: string): AppError {
  return new AppError("cross_origin", 403, `${message} Changes are accepted from Heddle's own pages only.`);
}
