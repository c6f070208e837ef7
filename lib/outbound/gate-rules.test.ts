import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { createOutboundGate, type OutboundGate } from "./gate.ts";
import type { HostPolicy } from "./host-rules.ts";
import { type LoopbackServer, startLoopbackServer } from "./testing.ts";

let server: LoopbackServer;
let status = 200;
let location: string | undefined;
let asked = 0;
const policies: Record<string, HostPolicy> = {};
const gates: OutboundGate[] = [];

function gate(breaker?: CircuitBreaker): OutboundGate {
  const made = createOutboundGate({
    allowLoopback: true,
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    hostPolicy: (workspaceId) => policies[workspaceId] ?? { allow: [], deny: [] },
    ...(breaker && { breaker }),
  });
  gates.push(made);
  return made;
}

beforeAll(async () => {
  server = await startLoopbackServer((_request, response) => {
    asked += 1;
    response.writeHead(location ? 302 : status, location ? { location } : {}).end("answer");
  });
});
beforeEach(() => {
  status = 200;
  location = undefined;
  asked = 0;
});
afterAll(async () => {
  await Promise.all(gates.map((one) => one.close()));
  await server.close();
});

const never = new AbortController().signal;
const at = (host: string) => `http://${host}:${server.port}/`;
const get = (through: OutboundGate, host: string, workspaceId = "ws_a", credential?: string) =>
  through.fetch({ method: "GET", url: at(host), ...(credential && { credential }) }, never, workspaceId);

test("a workspace's lists hold for it alone, and after each redirect again", async () => {
  policies.ws_a = { allow: ["*.good.test"], deny: ["bad.good.test"] };
  const through = gate();
  expect((await get(through, "a.good.test")).status).toBe(200);
  for (const [host, reason] of [
    ["bad.good.test", "host_denied"],
    ["other.test", "host_not_listed"],
  ] as const) {
    await expect(get(through, host)).rejects.toMatchObject({ code: "invalid_input", details: { reason } });
    expect((await get(through, host, "ws_b")).status).toBe(200);
  }
  location = at("other.test");
  asked = 0;
  await expect(get(through, "a.good.test")).rejects.toMatchObject({ details: { reason: "host_not_listed" } });
  expect(asked).toBe(1);
  delete policies.ws_a;
});

test("a service that keeps failing is left alone, for one credential and one workspace", async () => {
  const through = gate(new CircuitBreaker({ failures: 3, windowMs: 60_000, openMs: 60_000, maxOpenMs: 60_000 }));
  status = 503;
  for (let times = 0; times < 3; times += 1)
    expect((await get(through, "ill.test", "ws_a", "cred_1")).status).toBe(503);
  await expect(get(through, "ill.test", "ws_a", "cred_1")).rejects.toMatchObject({
    code: "upstream",
    retry: { afterMs: expect.any(Number) },
    message: expect.stringMatching(/^ill\.test:\d+ failed 3 times in a row .* again in \d+ s\.$/),
  });
  expect(asked).toBe(3);
  status = 200;
  for (const [host, workspace, credential] of [
    ["ill.test", "ws_a", "cred_2"],
    ["ill.test", "ws_b", "cred_1"],
    ["well.test", "ws_a", "cred_1"],
  ] as const) {
    expect((await get(through, host, workspace, credential)).status).toBe(200);
  }
});

test("answers of 4xx and refusals do not open it; a dead server does", async () => {
  const through = gate(new CircuitBreaker({ failures: 2, windowMs: 60_000, openMs: 60_000, maxOpenMs: 60_000 }));
  status = 404;
  for (let times = 0; times < 4; times += 1) await get(through, "picky.test");
  const dead = await startLoopbackServer(() => {});
  await dead.close();
  const call = () => through.fetch({ method: "GET", url: `http://dead.test:${dead.port}/` }, never, "ws_a");
  for (let times = 0; times < 2; times += 1) await expect(call()).rejects.toMatchObject({ code: "network" });
  await expect(call()).rejects.toMatchObject({ code: "upstream", details: { reason: "circuit_open" } });
});

test("the address that was checked is the one that is called, whatever the name means a moment later", async () => {
  // Loopback stands for a public address: this gate lets it through. A moment later the name means a private one.
  const answers = ["127.0.0.1", "10.0.0.1"];
  let lookups = 0;
  const rebinding = createOutboundGate({
    allowLoopback: true,
    limits: { dnsCacheMs: 0 },
    resolve: async () => {
      lookups += 1;
      return [{ address: answers[lookups - 1] ?? "10.0.0.1", family: 4 }];
    },
  });
  gates.push(rebinding);
  const call = () => rebinding.fetch({ method: "GET", url: at("rebind.test") }, never);
  expect((await call()).status).toBe(200);
  expect([lookups, asked]).toEqual([1, 1]);
  await expect(call()).rejects.toMatchObject({ details: { reason: "address_not_allowed", range: "private" } });
  expect([lookups, asked]).toEqual([2, 1]);
});
