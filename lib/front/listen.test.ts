import { once } from "node:events";
import { createServer, get, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { hostname as machineName } from "node:os";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { trackInflight } from "./drain.ts";
import { browserAddress, listen, listenAddress } from "./listen.ts";
import { answerNotServing } from "./starting.ts";

const open: { close(done: () => void): unknown }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((done) => server.close(done));
});

async function takenPort(host: string): Promise<number> {
  const other = createTcpServer();
  open.push(other);
  other.listen(0, host);
  await once(other, "listening");
  return (other.address() as AddressInfo).port;
}

function server(): Server {
  const made = createServer((_, response) => response.end("ours"));
  open.push(made);
  return made;
}

test.each(["127.0.0.1", "0.0.0.0", "::1"])(
  "a port taken on %s is said to be, and passed over if asked",
  async (host) => {
    const port = await takenPort(host);
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const got = await listen(server(), { hostname: "127.0.0.1", port, nextFree: true, log });
    expect(got).toBeGreaterThan(port);
    expect(lines[0]).toContain(`Port ${port} is taken`);
  },
);

test("a port that somebody chose is not replaced by another", async () => {
  const port = await takenPort("127.0.0.1");
  const listening = listen(server(), { hostname: "127.0.0.1", port, nextFree: false, log: () => undefined });
  await expect(listening).rejects.toMatchObject({ code: "port_taken", message: expect.stringContaining(`${port}`) });
});

test("an address that is not of this machine is named", async () => {
  const listening = listen(server(), { hostname: "192.0.2.1", port: 0, nextFree: true, log: () => undefined });
  await expect(listening).rejects.toMatchObject({
    code: "cannot_listen",
    message: expect.stringContaining("192.0.2.1"),
  });
});

test("the machine's own name in HOSTNAME, as containers set it, does not move the product off loopback", () => {
  expect(listenAddress(machineName())).toBe("127.0.0.1");
  expect(listenAddress("0.0.0.0")).toBe("0.0.0.0");
});

test("the address for people opens in the browser of this machine", () => {
  expect(browserAddress("127.0.0.1", 3000)).toBe("http://localhost:3000");
  expect(browserAddress("0.0.0.0", 80)).toBe("http://localhost:80");
  expect(browserAddress("10.0.0.7", 3000)).toBe("http://10.0.0.7:3000");
  expect(browserAddress("fd00::7", 3000)).toBe("http://[fd00::7]:3000");
});

test("while it starts, the product is alive, not ready, and tells people and programs so", async () => {
  const starting = createServer((request, response) => answerNotServing("starting", request, response));
  open.push(starting);
  const port = await listen(starting, { hostname: "127.0.0.1", port: 0, nextFree: false, log: () => undefined });
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await ask("/api/health")).status).toBe(200);
  expect((await ask("/api/ready?x=1")).status).toBe(503);
  const api = await ask("/api/v1/workflows");
  expect(api.status).toBe(503);
  expect(api.headers.get("content-type")).toBe("application/problem+json");
  expect(await api.json()).toMatchObject({ status: 503, code: "starting" });
  const page = await ask("/");
  expect(page.headers.get("retry-after")).toBe("1");
  expect(await page.text()).toContain("Heddle is starting");
});

test("stopping lets an answer finish, cuts event streams, and takes nothing new", async () => {
  const inflight = trackInflight(0);
  const answering = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const product = createServer(async (request, response) => {
    inflight.track(response);
    if (request.url === "/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(": hello\n\n");
      return;
    }
    answering.resolve();
    await finish.promise;
    response.end("whole");
  });
  const port = await listen(product, { hostname: "127.0.0.1", port: 0, nextFree: false, log: () => undefined });
  const stream = await fetch(`http://127.0.0.1:${port}/stream`);
  const answer = new Promise<string>((resolve, reject) => {
    get(`http://127.0.0.1:${port}/slow`, (response) => resolve(text(response))).once("error", reject);
  });
  await answering.promise;

  const drained = inflight.drain(product, 60_000);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  finish.resolve();
  expect(await answer).toBe("whole");
  await drained;
  await expect(stream.text()).rejects.toThrow();
});
