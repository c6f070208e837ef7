import type { OutboundGate } from "../outbound/gate.ts";
import { DEMO_ORIGIN } from "./demo-origin.ts";

/**
 * The gate with one more address: requests to the demo's origin go to the demo's server. Nothing else changes, redirects
 * included: what leads elsewhere is checked as ever.
 * @param origin of the demo's server, which the gate must allow
 */
export function withDemoServices(gate: OutboundGate, origin: string): Pick<OutboundGate, "fetch" | "stream"> {
  return {
    fetch: (request, ...rest) => gate.fetch({ ...request, url: rerouted(request.url, origin) }, ...rest),
    stream: (request, ...rest) => gate.stream({ ...request, url: rerouted(request.url, origin) }, ...rest),
  };
}

function rerouted(address: string, origin: string): string {
  const url = URL.parse(address.trim());
  return url?.origin === DEMO_ORIGIN && url.username === "" ? `${origin}${url.pathname}${url.search}` : address;
}
