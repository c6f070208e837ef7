import type { Json } from "../engine/json.ts";

/** A header name is a token (RFC 9110, 5.6.2). */
export function isHeaderName(name: string): boolean {
  return name.length <= 256 && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name);
}

/** Visible Latin-1 characters, blanks and tabs: no line breaks, no NUL, nothing that a byte cannot hold. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** A value as it is written into a header. */
export function headerText(value: Json): string {
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).trim();
}
