import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOutboundGate, type OutboundGate } from "./gate.ts";
import type { OutboundLimits } from "./gate-options.ts";
import { type LoopbackServer, startLoopbackServer } from "./testing.ts";

const never = new AbortController().signal;
const gates: OutboundGate[] = [];
let server: LoopbackServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  server = await startLoopbackServer((request, response) => answer(request, response));
});
afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.close()));
  await server.close();
});

function get(limits: Partial<OutboundLimits>, more: { maxBytes?: number; signal?: AbortSignal; method?: string } = {}) {
  const gate = createOutboundGate({ allowLoopback: true, limits });
  gates.push(gate);
  const { signal = never, method = "GET", ...request } = more;
  return gate.fetch({ method, url: server.origin, ...request }, signal);
}
const failure = (code: string) => expect.objectContaining({ name: "NodeError", code });

/** Writes for as long as the caller reads; resolves with the bytes written when the caller hangs up. */
function endless(response: ServerResponse): Promise<number> {
  const piece = Buffer.alloc(64 * 1024);
  let written = 0;
  const more = () => {
    while (!response.destroyed && written < 1024 ** 3) {
      written += piece.length;
      if (!response.write(piece)) return;
    }
  };
  response.on("drain", more);
  more();
  return new Promise((resolve) => response.on("close", () => resolve(written)));
}

test("an answer of 1 GB is cut off at the limit, announced or not", async () => {
  let written = Promise.resolve(0);
  answer = (_request, response) => {
    written = endless(response);
  };
  await expect(get({ maxBytes: 100_000 })).rejects.toEqual(failure("output_too_large"));
  expect(await written).toBeLessThan(64 * 1024 * 1024);
  answer = (_request, response) => {
    response.writeHead(200, { "content-length": 1024 ** 3 });
    written = endless(response);
  };
  await expect(get({}, { maxBytes: 100_000 })).rejects.toEqual(failure("output_too_large"));
  expect(await written).toBeLessThan(64 * 1024 * 1024);
});

test("an answer exactly at the limit is taken; a request cannot raise the limit", async () => {
  answer = (_request, response) => response.end(Buffer.alloc(1_000));
  expect((await get({ maxBytes: 1_000 })).body).toHaveLength(1_000);
  await expect(get({ maxBytes: 999 }, { maxBytes: 5_000 })).rejects.toEqual(failure("output_too_large"));
});

test("HEAD announces a length it does not send", async () => {
  answer = (_request, response) => response.writeHead(200, { "content-length": 1024 ** 3 }).end();
  expect((await get({ maxBytes: 10 }, { method: "HEAD" })).headers["content-length"]).toBe(String(1024 ** 3));
});

test.each([
  ["gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const)("what a server compresses as %s all the same is read, and cannot blow up", async (encoding, compress) => {
  const send = (body: Buffer) => {
    answer = (_request, response) => response.writeHead(200, { "content-encoding": encoding }).end(compress(body));
  };
  send(Buffer.from("small"));
  expect(Buffer.from((await get({})).body).toString()).toBe("small");
  const bomb = Buffer.alloc(20 * 1024 * 1024);
  expect(compress(bomb).length).toBeLessThan(100_000);
  send(bomb);
  await expect(get({ maxBytes: 100_000 })).rejects.toEqual(failure("output_too_large"));
});

test("damaged and unknown compression is an error of the server", async () => {
  for (const encoding of ["gzip", "lzma", "gzip, gzip, gzip, gzip"]) {
    answer = (_request, response) => response.writeHead(200, { "content-encoding": encoding }).end("not compressed");
    await expect(get({})).rejects.toEqual(failure("upstream"));
  }
});

test("a server that never answers", async () => {
  answer = () => {};
  await expect(get({ totalMs: 100 })).rejects.toEqual(failure("timeout"));
  await expect(get({ headersMs: 100 })).rejects.toEqual(failure("timeout"));
});

test("a server that answers byte by byte", async () => {
  answer = (_request, response) => {
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  };
  await expect(get({ totalMs: 150 })).rejects.toEqual(failure("timeout"));
});

test("a server that stops in the middle", async () => {
  answer = (_request, response) => response.writeHead(200, { "content-length": 10 }).write("half");
  await expect(get({ idleBodyMs: 100 })).rejects.toEqual(failure("timeout"));
  answer = (_request, response) => {
    response.writeHead(200, { "content-length": 10 }).write("half", () => response.destroy());
  };
  await expect(get({})).rejects.toEqual(failure("network"));
});

test("a server that redirects with an endless body does not hold the caller", async () => {
  answer = (request, response) => {
    if (request.url === "/end") return response.end("arrived");
    response.writeHead(302, { location: "/end" });
    void endless(response);
  };
  expect(Buffer.from((await get({})).body).toString()).toBe("arrived");
});

test("a server that speaks no HTTP", async () => {
  const tcp = createTcpServer((socket) => socket.resume().end("SSH-2.0-OpenSSH_9.6\r\n"));
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  const { port } = tcp.address() as import("node:net").AddressInfo;
  const gate = createOutboundGate({ allowLoopback: true });
  gates.push(gate);
  const call = gate.fetch({ method: "GET", url: `http://127.0.0.1:${port}/` }, never);
  await expect(call).rejects.toEqual(failure("upstream"));
  await new Promise((resolve) => tcp.close(resolve));
});

test("a name server that never answers does not outlive the time", async () => {
  const gate = createOutboundGate({
    allowLoopback: true,
    limits: { totalMs: 50 },
    resolve: () => new Promise(() => {}),
  });
  gates.push(gate);
  await expect(gate.fetch({ method: "GET", url: "http://slow.example/" }, never)).rejects.toEqual(failure("timeout"));
});

test("a signal stops a request: before it starts, while it waits, while it reads", async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<ServerResponse>();
  answer = (_request, response) => isAsked(response);
  await expect(get({}, { signal: AbortSignal.abort() })).rejects.toEqual(failure("cancelled"));
  expect(server.connections()).toBe(0);

  const waiting = new AbortController();
  const call = get({}, { signal: waiting.signal });
  const response = await asked;
  const hungUp = new Promise((resolve) => response.on("close", resolve));
  waiting.abort();
  await expect(call).rejects.toEqual(failure("cancelled"));
  await hungUp;

  const reading = new AbortController();
  answer = (_request, later) => {
    later.write("first", () => reading.abort(new DOMException("late", "TimeoutError")));
  };
  await expect(get({}, { signal: reading.signal })).rejects.toEqual(failure("timeout"));
});

test("closing drops what is under way", async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  answer = () => isAsked();
  const call = get({});
  const failed = expect(call).rejects.toEqual(failure("network"));
  await asked;
  await gates[0]?.close();
  await failed;
});
