import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { clientAddress, isFromThisMachine, PEER_HEADER } from "../auth/peer.ts";
import { peerMarker } from "./peer.ts";

/** Address that handlers see of a request which comes over a socket from `peer`. */
function seen(peer: string, headers: Record<string, string>, trusted: string[] = []): Headers {
  const request = { socket: { remoteAddress: peer }, headers: { ...headers } } as unknown as IncomingMessage;
  peerMarker(trusted)(request);
  return new Headers(request.headers as Record<string, string>);
}
const addressOf = (...given: Parameters<typeof seen>) => clientAddress(seen(...given));

test("what a client says of its address counts only behind a proxy that is trusted", () => {
  const forged = { [PEER_HEADER]: "198.51.100.1", "x-forwarded-for": "198.51.100.2" };
  expect(addressOf("203.0.113.7", forged)).toBe("203.0.113.7");
  expect(addressOf("203.0.113.7", forged, ["172.16.0.0/12"])).toBe("203.0.113.7");
  expect(addressOf("172.18.0.1", { "x-forwarded-for": "203.0.113.7" })).toBe("172.18.0.1");
  expect(addressOf("172.18.0.1", { "x-forwarded-for": "203.0.113.7" }, ["172.16.0.0/12"])).toBe("203.0.113.7");
  expect(addressOf("::ffff:172.18.0.1", { "x-forwarded-for": "203.0.113.7" }, ["172.16.0.0/12"])).toBe("203.0.113.7");
});

test("of a chain of proxies the address counts that the outermost trusted one saw", () => {
  const trusted = ["172.16.0.0/12", "10.0.0.5"];
  const chain = (text: string) => ({ "x-forwarded-for": text });
  expect(addressOf("172.18.0.1", chain("198.51.100.66, 203.0.113.7, 10.0.0.5"), trusted)).toBe("203.0.113.7");
  expect(addressOf("172.18.0.1", chain("198.51.100.66, 10.0.0.6"), trusted)).toBe("10.0.0.6");
  expect(addressOf("172.18.0.1", chain("10.0.0.5"), trusted)).toBe("10.0.0.5");
  expect(addressOf("172.18.0.1", {}, trusted)).toBe("172.18.0.1");
});

test("nobody behind a trusted proxy is taken for a browser on this machine", () => {
  const local = { host: "localhost:3000" };
  expect(isFromThisMachine(seen("127.0.0.1", local))).toBe(true);
  for (const forwarded of ["203.0.113.7", "127.0.0.1, 203.0.113.7"])
    expect(isFromThisMachine(seen("172.18.0.1", { ...local, "x-forwarded-for": forwarded }, ["172.16.0.0/12"]))).toBe(
      false,
    );
});
