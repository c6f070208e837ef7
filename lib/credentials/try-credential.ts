import "server-only";
import { createTransport } from "nodemailer";
import { errorMessage } from "../errors.ts";
import type { OutboundGate } from "../outbound/gate.ts";
import type { CredentialType, CredentialValues } from "./define.ts";
import { Masker } from "./masking.ts";
import { secretsOf } from "./step-credentials.ts";

export interface TryResult {
  ok: boolean;
  /** Holds no secret. */
  message: string;
  ms: number;
}

const PATIENCE_MS = 15_000;

/** Asks the service itself whether a credential works. Never throws: what goes wrong is the answer. */
export async function tryCredential(
  gate: Pick<OutboundGate, "fetch" | "addressesOf">,
  workspaceId: string,
  type: CredentialType,
  values: CredentialValues,
): Promise<TryResult> {
  const masker = new Masker();
  masker.add(secretsOf({ type, values }));
  const begun = performance.now();
  const ended = (ok: boolean, message: string) => ({
    ok,
    message: masker.text(message),
    ms: Math.round(performance.now() - begun),
  });
  try {
    if (type.type === "smtp") {
      await trySmtp(gate, workspaceId, values);
      return ended(true, "The mail server takes mail from this account.");
    }
    if (type.type === "signing-key" || type.type === "jwt-key")
      return ended(true, "There is nobody to ask: a key shows when it is used.");
    const probe = type.probe?.(values);
    if (!probe || !type.authorize) return ended(false, "Give an address to test with first.");
    const request = type.authorize({ ...probe, maxBytes: 1024 * 1024 }, values);
    const { status, url } = await gate.fetch(request, AbortSignal.timeout(PATIENCE_MS), workspaceId);
    return ended(status < 400, statusText(status, new URL(url).host));
  } catch (error) {
    return ended(false, errorMessage(error));
  }
}

function statusText(status: number, host: string): string {
  if (status < 400) return `${host} answered ${status}: it works.`;
  if (status === 401 || status === 403) return `${host} answered ${status}: it does not accept this credential.`;
  if (status === 404) return `${host} answered 404: there is nothing at that address to test with.`;
  return `${host} answered ${status}.`;
}

async function trySmtp(
  gate: Pick<OutboundGate, "addressesOf">,
  workspaceId: string,
  { host = "", port = "", username, password }: CredentialValues,
): Promise<void> {
  const [address] = await gate.addressesOf(host, Number(port), workspaceId);
  const transport = createTransport({
    // The very address that was checked; the name is for the certificate.
    host: address?.address ?? host,
    port: Number(port),
    secure: port === "465",
    requireTLS: username !== undefined && port !== "465",
    ...(isName(host) ? { tls: { servername: host } } : {}),
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? "" } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** Certificates are made for names, not for addresses. */
function isName(host: string): boolean {
  return /[a-z]/i.test(host) && !host.includes(":");
}
