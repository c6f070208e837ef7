import { createHash, randomBytes } from "node:crypto";

const FORM = /^hk_[A-Za-z0-9_-]{20,200}$/;
const SHOWN = 10;

export interface NewApiKey {
  /** The whole key; shown once, stored nowhere. */
  key: string;
  prefix: string;
  hash: string;
}

export function generateApiKey(): NewApiKey {
  return describeApiKey(`hk_${randomBytes(24).toString("base64url")}`);
}

/** What is stored of a key. */
export function describeApiKey(key: string): NewApiKey {
  return { key, prefix: key.slice(0, SHOWN), hash: createHash("sha256").update(key).digest("hex") };
}

export function isApiKey(text: string): boolean {
  return FORM.test(text);
}

/** The key of an `Authorization: Bearer hk_…` header; undefined without one, null when it is malformed. */
export function bearerKey(headers: Headers): string | null | undefined {
  const header = headers.get("authorization");
  if (header === null) return undefined;
  const match = /^Bearer +(\S+)$/i.exec(header.trim());
  return match?.[1] && isApiKey(match[1]) ? match[1] : null;
}
