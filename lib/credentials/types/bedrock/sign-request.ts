import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OutboundRequest } from "../../../nodes/step-context.ts";
import { withHeader } from "../../define.ts";

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  /** Only with keys that are lent for a time. */
  sessionToken?: string;
}

export interface SigningScope {
  region: string;
  service: string;
  at: Date;
}

/** The request with its signature, as AWS describes it (Signature Version 4). It holds for this very request, minutes long. */
export function signRequest(
  request: OutboundRequest,
  keys: AwsKeys,
  { region, service, at }: SigningScope,
): OutboundRequest {
  const url = new URL(request.url);
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const dated = withHeader(request, "x-amz-date", time);
  const whole = keys.sessionToken ? withHeader(dated, "x-amz-security-token", keys.sessionToken) : dated;
  const headers = signedHeaders(whole, url.host);
  const names = headers.map(([name]) => name).join(";");
  const canonical = [
    request.method.toUpperCase(),
    url.pathname.split("/").map(encoded).join("/"),
    canonicalQuery(url.searchParams),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    hashed(request.body ?? ""),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hashed(canonical)].join("\n");
  const key = [time.slice(0, 8), region, service, "aws4_request"].reduce<Uint8Array>(
    (derived, part) => hmac(sha256, derived, utf8ToBytes(part)),
    utf8ToBytes(`AWS4${keys.secretAccessKey}`),
  );
  const signature = bytesToHex(hmac(sha256, key, utf8ToBytes(toSign)));
  const proof = `Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return withHeader(whole, "authorization", `AWS4-HMAC-SHA256 ${proof}`);
}

/** By name. Only what nobody on the way changes. */
function signedHeaders({ headers = {} }: OutboundRequest, host: string): [name: string, value: string][] {
  const chosen = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim().replace(/ +/g, " ")])
    .filter(([name]) => name === "content-type" || name.startsWith("x-amz-"));
  return [...chosen, ["host", host] as [string, string]].sort(([a], [b]) => (a < b ? -1 : 1));
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.sort().join("&");
}

/** Everything but letters, digits and `-._~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hashed(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));
}
