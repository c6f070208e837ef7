/**
 * A request and its answer as the handlers in this folder see them, whichever door they came through: plain `node:http`
 * (no `Request` objects: they would cost more than a whole run) or a Next route handler.
 */
export interface DoorRequest {
  method: string;
  /** Path as it was sent, percent-encoded, without the query. */
  path: string;
  /** Query as it was sent, without `?`. */
  query: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /**
   * The body, of which never more than `limit` bytes are held.
   * @throws AppError `body_too_large` (413), `body_incomplete` (400)
   */
  readBody(limit: number): Promise<Buffer>;
}

export interface DoorResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function headerOf(request: DoorRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

export function hasBody(request: DoorRequest): boolean {
  const length = headerOf(request, "content-length");
  return request.headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}
