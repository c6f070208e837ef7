import { get } from "node:http";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOutboundGate } from "./gate.ts";
import { type LoopbackServer, startLoopbackServer } from "./testing.ts";
import { watchSockets } from "./watch-sockets.ts";

let server: LoopbackServer;
const gate = createOutboundGate({ allowLoopback: true });
beforeAll(async () => {
  server = await startLoopbackServer((_request, response) => response.end("here"));
  watchSockets();
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

test("the gate may open sockets, and nobody else", async () => {
  const past = "past the outbound gate";
  expect(() => connect(server.port, "127.0.0.1")).toThrow(past);
  expect(() => connectTls(server.port, "127.0.0.1")).toThrow(past);
  await expect(
    (async () => {
      get(server.origin);
    })(),
  ).rejects.toThrow(past);
  await expect(fetch(server.origin)).rejects.toMatchObject({ cause: { message: expect.stringContaining(past) } });
  expect(server.connections()).toBe(0);
  // The control: the server is there, and the gate reaches it.
  const { body } = await gate.fetch({ method: "GET", url: server.origin }, new AbortController().signal);
  expect([new TextDecoder().decode(body), server.connections()]).toEqual(["here", 1]);
});
