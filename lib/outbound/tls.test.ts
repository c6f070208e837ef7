import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOutboundGate, type OutboundGate } from "./gate.ts";
import { peerCertificate, peerKey } from "./testing/tls-peer.ts";

let server: Server;
let port: number;
let names: (string | false | null)[] = [];
const gates: OutboundGate[] = [];
const never = new AbortController().signal;

beforeAll(async () => {
  server = createServer({ key: peerKey, cert: peerCertificate }, (request, response) => {
    names.push((request.socket as TLSSocket).servername);
    response.end("over TLS");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await Promise.all(gates.map((one) => one.close()));
  server.closeAllConnections();
  server.close();
});

/** A gate of its own, so that no connection is reused; every name leads to the peer. */
function get(host: string) {
  const gate = createOutboundGate({ allowLoopback: true, resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
  gates.push(gate);
  return gate.fetch({ method: "GET", url: `https://${host}:${port}/` }, never);
}

test("a certificate that nobody vouches for is refused, with words that say so", async () => {
  names = [];
  await expect(get("api.peer.test")).rejects.toMatchObject({
    code: "network",
    retry: "never",
    message: expect.stringMatching(/^The certificate of api\.peer\.test:\d+ cannot be trusted \(\w*SELF_SIGNED\w*\)/),
  });
  expect(names).toEqual([]);
});

test("name and certificate are those of the host, not of the address that was pinned", async () => {
  names = [];
  setDefaultCACertificates([...getCACertificates("default"), peerCertificate]);
  // The control: trusted and of the right name it is let through, under that name.
  const { body, timings } = await get("api.peer.test");
  expect([new TextDecoder().decode(body), names]).toEqual(["over TLS", ["api.peer.test"]]);
  expect(timings.tls).toBeGreaterThan(0);
  for (const host of ["other.peer.test", "peer.test", "127.0.0.1"]) {
    await expect(get(host)).rejects.toMatchObject({
      code: "network",
      details: { reason: "ERR_TLS_CERT_ALTNAME_INVALID" },
    });
  }
  expect(names).toEqual(["api.peer.test"]);
});
