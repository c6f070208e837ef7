import type { OutboundGate } from "../outbound/gate.ts";
import { DEMO_ORIGIN } from "./demo-origin.ts";

/**
 * The gate with one more address: requests to the demo's origin go to the demo's server. Nothing else changes, redirects
 * included: what leads elsewhere is checked as ever.
 * @param origin of the demo's server, which the gate must allow
 */
export function withDemoServices(gate: OutboundGate, origin: string): Pick<OutboundGate, "fetch" | "stream"> {
  // People read the address they wrote, also in errors.
  const named = <T extends { url: string }>(answer: T): T =>
    answer.url.startsWith(`${origin}/`)
      ? { ...answer, url: `${DEMO_ORIGIN}${answer.url.slice(origin.length)}` }
      : answer;
  return {
    fetch: async (request, ...rest) =>
      named(await gate.fetch({ ...request, url: rerouted(request.url, origin) }, ...rest)),
    stream: async (request, ...rest) =>
      named(await gate.stream({ ...request, url: rerouted(request.url, origin) }, ...rest)),
  };
}

function rerouted(address: string, origin: string): string {
  const url = URL.parse(address.trim());
  return url?.origin === DEMO_ORIGIN && url.username === "" ? `${origin}${url.pathname}${url.search}` : address;
}
