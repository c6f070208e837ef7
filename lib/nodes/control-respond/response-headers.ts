import type { NameValue } from "../config-schemas.ts";
import { NodeError } from "../define.ts";
import { headerText, isHeaderName, isHeaderValue } from "../header-rules.ts";

/** Written by the server, or about the connection and not the answer (RFC 9110, 7.6.1). */
const handledByServer = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Would change how browsers treat this whole site, which the workflow shares with everyone's sign-in. */
const aboutTheSite = new Set([
  "clear-site-data",
  "public-key-pins",
  "service-worker-allowed",
  "set-cookie",
  "set-cookie2",
  "strict-transport-security",
]);

/** The headers of an answer by lower-case name; a name given twice is one list, as HTTP has it. */
export function responseHeaders(rows: readonly NameValue[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    const value = headerText(row.value);
    if (!isHeaderName(name)) throw refused(row.name, "is not a header name. Use letters, digits and -");
    if (handledByServer.has(name)) throw refused(row.name, "is written by the server. Remove it");
    if (aboutTheSite.has(name)) throw refused(row.name, "would change how browsers treat this whole site. Remove it");
    if (!isHeaderValue(value)) throw refused(row.name, "has a value with a line break or a character HTTP cannot send");
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function refused(name: string, reason: string): NodeError {
  return new NodeError("invalid_input", `The header "${name.slice(0, 100)}" ${reason}.`, {
    retry: "never",
    details: { header: name.slice(0, 100) },
  });
}
