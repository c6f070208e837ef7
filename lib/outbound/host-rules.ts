import { NodeError } from "../nodes/define.ts";

/** Which hosts a workspace may call. Empty lists say nothing; what is denied stays so when it is allowed too. */
export interface HostPolicy {
  /** When it is not empty, only these may be called. */
  allow: readonly string[];
  deny: readonly string[];
}

export const MAX_HOST_RULES = 500;
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const RULE = new RegExp(`^(\\*\\.)?(${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]+\\])(?::(\\d{1,5}))?$`);

/**
 * A rule in the one way it is kept: `example.com`, `*.example.com` (every name below it), `example.com:8443`. Names of
 * other scripts become what is looked up (`xn--…`), as they do in addresses.
 * @returns null for what is no rule
 */
export function normalHostRule(text: string): string | null {
  const trimmed = text
    .trim()
    .toLowerCase()
    .replace(/\.(?=$|:)/, "");
  const below = trimmed.startsWith("*.");
  const url = URL.parse(`http://${below ? trimmed.slice(2) : trimmed}`);
  if (url === null || url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "") return null;
  // The parser leaves port 80 out, which a rule may well name.
  const port = /:(\d{1,5})$/.exec(trimmed)?.[1];
  const rule = `${below ? "*." : ""}${url.hostname}${port === undefined ? "" : `:${Number(port)}`}`;
  return RULE.test(rule) ? rule : null;
}

/** @throws NodeError `invalid_input` when the workspace's rules do not let `url` be called */
export function checkHostPolicy(policy: HostPolicy, url: URL): void {
  const denied = policy.deny.some((rule) => matches(rule, url));
  const allowed = policy.allow.length === 0 || policy.allow.some((rule) => matches(rule, url));
  if (allowed && !denied) return;
  throw new NodeError(
    "invalid_input",
    denied
      ? `This workspace does not allow calls to ${url.host}.`
      : `This workspace allows calls to listed hosts only, and ${url.host} is not one of them.`,
    { retry: "never", details: { reason: denied ? "host_denied" : "host_not_listed", host: url.host } },
  );
}

function matches(rule: string, url: URL): boolean {
  const [, below, name = "", port] = RULE.exec(rule) ?? [];
  const actualPort = url.port || (url.protocol === "https:" ? "443" : "80");
  if (port !== undefined && port !== actualPort) return false;
  const host = url.hostname.replace(/\.$/, "");
  return below === undefined ? host === name : host.endsWith(`.${name}`);
}
