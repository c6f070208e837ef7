import { createHash } from "node:crypto";

/** The two calls of Inngest's HTTP API that the engine makes by itself. */
export interface InngestApi {
  /** @throws Error when the event was not taken */
  send(event: { id: string; name: string; data: Record<string, unknown> }): Promise<void>;
  /** False when nobody waits for the signal (yet). @throws Error when Inngest could not be asked */
  signal(name: string, data: unknown): Promise<boolean>;
}

const TIMEOUT_MS = 10_000;

export interface InngestAddress {
  /** `http://localhost:8288`; Inngest's cloud has one host for events and one for the rest. */
  events: string;
  api: string;
  eventKey: string;
  signingKey: string | undefined;
  /** `INNGEST_ENV`: one of several environments behind the same address. */
  environment?: string | undefined;
}

export function createInngestApi(address: InngestAddress): InngestApi {
  const authorization = address.signingKey ? { authorization: `Bearer ${hashed(address.signingKey)}` } : undefined;
  const environment = address.environment ? { "x-inngest-env": address.environment } : undefined;
  const post = (url: string, body: unknown, headers?: Record<string, string>) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...environment, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  return {
    async send(event) {
      const response = await post(`${address.events}/e/${encodeURIComponent(address.eventKey)}`, [event]);
      if (!response.ok) throw new Error(`Inngest answered ${response.status} to an event: ${await response.text()}`);
    },
    async signal(name, data) {
      const response = await post(`${address.api}/v1/signals`, { signal: name, data }, authorization);
      if (response.status === 404) return false;
      if (!response.ok) throw new Error(`Inngest answered ${response.status} to a signal: ${await response.text()}`);
      return true;
    },
  };
}

/** The signing key itself never travels: its prefix and the SHA-256 of its bytes do. */
function hashed(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? "";
  const key = Buffer.from(signingKey.slice(prefix.length), "hex");
  return prefix + createHash("sha256").update(key).digest("hex");
}
