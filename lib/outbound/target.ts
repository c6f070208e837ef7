import { NodeError } from "../nodes/define.ts";

const MAX_URL_LENGTH = 16_384;

/**
 * Parses an address as the gate takes it: http or https, without a name and password in it.
 * @throws NodeError `invalid_input`
 */
export function parseTarget(address: string, base?: URL): URL {
  if (address.length > MAX_URL_LENGTH) throw refused("The address is longer than 16,384 characters.", "url_too_long");
  // The parser already turns 0x7f.1, 2130706433 and 127.1 into 127.0.0.1, so that what is checked is what is called.
  const url = URL.parse(address, base);
  if (url === null || url.hostname === "") {
    throw refused(`"${shorten(address)}" is not a web address. It looks like https://example.com/path.`, "not_a_url");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(`Addresses start with http:// or https://, not ${shorten(url.protocol)}//.`, "scheme_not_allowed");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(
      "The address holds a user name or a password. Send them in the Authorization header.",
      "url_has_user",
    );
  }
  return url;
}

function refused(message: string, reason: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { reason } });
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
