import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOutboundGate, type OutboundGate } from "./gate.ts";
import type { OutboundOptions } from "./gate-options.ts";
import { type LoopbackServer, startLoopbackServer } from "./testing.ts";

const never = new AbortController().signal;
const gates: OutboundGate[] = [];
let server: LoopbackServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string }[];

beforeEach(async () => {
  seen = [];
  answer = (_request, response) => response.end("hello");
  server = await startLoopbackServer(async (request, response) => {
    const body = await text(request);
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(request, response);
  });
});

afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.close()));
  await server.close();
});

function open(options: Partial<OutboundOptions> = {}): OutboundGate {
  const gate = createOutboundGate({ allowLoopback: true, ...options });
  gates.push(gate);
  return gate;
}

const notAllowed = expect.objectContaining({
  code: "invalid_input",
  retry: "never",
  details: expect.objectContaining({ reason: "address_not_allowed" }),
});

test("sends a request and reads the answer, its address and its timings", async () => {
  answer = (_request, response) => {
    response.writeHead(201, { "x-two": ["a", "b"], "content-type": "text/plain" });
    response.end("made");
  };
  const sent = { method: "post", url: `${server.origin}/things?a=1#part`, headers: { "X-Mine": "é" }, body: "{}" };
  const got = await open().fetch(sent, never);
  expect({ ...got, body: Buffer.from(got.body).toString() }).toMatchObject({
    status: 201,
    body: "made",
    url: `${server.origin}/things?a=1#part`,
    headers: { "x-two": "a, b", "content-type": "text/plain" },
  });
  expect(seen).toMatchObject([{ method: "POST", url: "/things?a=1", body: "{}" }]);
  expect(seen[0]?.headers).toMatchObject({
    "x-mine": "é",
    "accept-encoding": "identity",
    host: `127.0.0.1:${server.port}`,
  });
  for (const ms of Object.values(got.timings)) expect(ms).toBeGreaterThanOrEqual(0);
  expect(got.timings.connect).toBeGreaterThan(0);
  expect(got.timings.tls).toBe(0);
});

test("keeps connections: ten calls one after the other do not open ten", async () => {
  const gate = open();
  for (let call = 0; call < 10; call += 1) await gate.fetch({ method: "GET", url: server.origin }, never);
  expect(seen).toHaveLength(10);
  // A connection is free one turn of the event loop after its answer: who calls at once gets a second one.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test("calls run at the same time", async () => {
  const waiting: ServerResponse[] = [];
  answer = (_request, response) => {
    waiting.push(response);
    if (waiting.length === 8) for (const one of waiting) one.end();
  };
  const gate = open();
  const calls = Array.from({ length: 8 }, () => gate.fetch({ method: "GET", url: server.origin }, never));
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(new Array(8).fill(200));
});

test("this machine is refused unless the operator opened it, whatever it is called", async () => {
  const closed = open({ allowLoopback: false });
  for (const host of ["127.0.0.1", "localhost", "LOCALHOST", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]) {
    await expect(closed.fetch({ method: "GET", url: `http://${host}:${server.port}/` }, never)).rejects.toEqual(
      notAllowed,
    );
  }
  expect(server.connections()).toBe(0);
  const opened = await open().fetch({ method: "GET", url: `http://localhost:${server.port}/` }, never);
  expect(opened.status).toBe(200);
});

test("an origin the operator named is allowed exactly", async () => {
  const gate = open({ allowLoopback: false, allowedOrigins: [`${server.origin}/ignored`] });
  expect((await gate.fetch({ method: "GET", url: `${server.origin}/x` }, never)).status).toBe(200);
  for (const url of [`http://127.0.0.1:${server.port + 1}/`, `http://localhost:${server.port}/`]) {
    await expect(gate.fetch({ method: "GET", url }, never)).rejects.toEqual(notAllowed);
  }
});

test("loopback being open opens nothing else", async () => {
  const urls = ["http://0.0.0.0/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/"];
  for (const url of urls) await expect(open().fetch({ method: "GET", url }, never)).rejects.toEqual(notAllowed);
});

test("one private address among a name's addresses is enough to refuse it, and the address stays unsaid", async () => {
  const gate = open({
    resolve: async () => [
      { address: "93.184.215.14", family: 4 },
      { address: "10.1.2.3", family: 4 },
    ],
  });
  const call = gate.fetch({ method: "GET", url: "http://mixed.example/" }, never);
  await expect(call).rejects.toEqual(notAllowed);
  await expect(call).rejects.not.toThrow("10.1.2.3");
});

test("a name that changes its meaning is called at the address that was checked", async () => {
  const answers = ["127.0.0.1", "10.0.0.7"];
  let asked = 0;
  const gate = open({
    limits: { dnsCacheMs: 0 },
    resolve: async () => [{ address: answers[asked++] ?? "10.0.0.7", family: 4 }],
  });
  const url = `http://rebind.example:${server.port}/`;
  expect((await gate.fetch({ method: "GET", url }, never)).status).toBe(200);
  expect(seen[0]?.headers.host).toBe(`rebind.example:${server.port}`);
  expect(asked).toBe(1);
  await expect(gate.fetch({ method: "GET", url }, never)).rejects.toEqual(notAllowed);
  expect(asked).toBe(2);
  expect(server.connections()).toBe(1);
});

test("a name with a dead address is reached at its other one", async () => {
  const gate = open({
    resolve: async () => [
      { address: "::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ],
  });
  const got = await gate.fetch({ method: "GET", url: `http://both.example:${server.port}/` }, never);
  expect(got.status).toBe(200);
});

test("failures say what happened", async () => {
  const gate = open({ resolve: async () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })) });
  const network = (reason: string) =>
    expect.objectContaining({ code: "network", details: expect.objectContaining({ reason }) });
  await expect(gate.fetch({ method: "GET", url: "http://nowhere.example/" }, never)).rejects.toEqual(
    network("ENOTFOUND"),
  );
  const port = server.port;
  await server.close();
  await expect(gate.fetch({ method: "GET", url: `http://127.0.0.1:${port}/` }, never)).rejects.toEqual(
    network("ECONNREFUSED"),
  );
});

test.each([
  [{ host: "other.example" }, "header_not_allowed"],
  [{ "Transfer-Encoding": "chunked" }, "header_not_allowed"],
  [{ "content-length": "3" }, "header_not_allowed"],
  [{ "x-a": "1\r\nx-b: 2" }, "header_not_allowed"],
  [{ "x a": "1" }, "header_not_allowed"],
  [{ "x-a": "\u0000" }, "header_not_allowed"],
  [{ "x-a": "日本" }, "header_not_allowed"],
])("the headers %j are refused", async (headers, reason) => {
  const call = open().fetch({ method: "GET", url: server.origin, headers }, never);
  await expect(call).rejects.toEqual(expect.objectContaining({ code: "invalid_input", details: { reason } }));
  expect(server.connections()).toBe(0);
});

test.each(["CONNECT", "TRACE", "GET / HTTP/1.1\r\nx: y", ""])("the method %j is refused", async (method) => {
  const call = open().fetch({ method, url: server.origin }, never);
  await expect(call).rejects.toEqual(expect.objectContaining({ details: { reason: "method_not_allowed" } }));
});
