import type { IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOutboundGate, type OutboundGate } from "./gate.ts";
import { type LoopbackServer, startLoopbackServer } from "./testing.ts";

const never = new AbortController().signal;
let here: LoopbackServer;
let there: LoopbackServer;
let gate: OutboundGate;
let seen: { at: string; method: string | undefined; url: string; headers: IncomingHttpHeaders; body: string }[];

beforeAll(async () => {
  // `/302?to=<address>` redirects there; anything else answers.
  const listener =
    (at: string) =>
    async (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => {
      const url = new URL(request.url ?? "/", "http://x");
      seen.push({
        at,
        method: request.method,
        url: request.url ?? "",
        headers: request.headers,
        body: await text(request),
      });
      const to = url.searchParams.get("to");
      if (to === null) return response.end("arrived");
      response.writeHead(Number(url.pathname.slice(1)), { location: to });
      response.end("moved");
    };
  here = await startLoopbackServer(listener("here"));
  there = await startLoopbackServer(listener("there"));
  gate = createOutboundGate({ allowLoopback: true });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await gate.close();
  await Promise.all([here.close(), there.close()]);
});

const redirect = (status: number, to: string) => `${here.origin}/${status}?to=${encodeURIComponent(to)}`;

test.each([
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "POST", "GET"],
  [303, "DELETE", "GET"],
  [303, "HEAD", "HEAD"],
  [301, "PUT", "PUT"],
  [302, "DELETE", "DELETE"],
  [307, "POST", "POST"],
  [308, "PATCH", "PATCH"],
])("%i after %s goes on with %s", async (status, method, then) => {
  const body = method === "HEAD" || method === "DELETE" ? undefined : "data";
  const headers = { "content-type": "text/plain", "idempotency-key": "k", authorization: "Bearer x" };
  const sent = { method, url: redirect(status, "/end"), headers, ...(body === undefined ? {} : { body }) };
  const got = await gate.fetch(sent, never);
  expect(got.url).toBe(`${here.origin}/end`);
  const kept = then === method;
  expect(seen[1]).toMatchObject({ method: then, body: kept ? (body ?? "") : "" });
  expect(seen[1]?.headers["content-type"]).toBe(kept ? "text/plain" : undefined);
  expect(seen[1]?.headers["idempotency-key"]).toBe(kept ? "k" : undefined);
  expect(seen[1]?.headers.authorization).toBe("Bearer x");
});

test("another origin does not get what proves who calls, nor does anyone after it", async () => {
  const proofs = { Authorization: "Bearer x", Cookie: "a=b", "X-Api-Key": "k", "X-Auth-Token": "t" };
  const back = `${there.origin}/302?to=${encodeURIComponent(`${here.origin}/end`)}`;
  const headers = { ...proofs, "x-plain": "stays" };
  await gate.fetch({ method: "GET", url: redirect(302, back), headers }, never);
  expect(seen.map(({ at }) => at)).toEqual(["here", "there", "here"]);
  const present = seen.map((call) =>
    Object.keys(proofs).filter((name) => call.headers[name.toLowerCase()] !== undefined),
  );
  expect(present).toEqual([Object.keys(proofs), [], []]);
  expect(seen.map((call) => call.headers["x-plain"])).toEqual(["stays", "stays", "stays"]);
});

test.each([
  ["http://10.0.0.1/", "address_not_allowed"],
  ["http://169.254.169.254/latest/meta-data/", "address_not_allowed"],
  ["http://[::ffff:10.0.0.1]/", "address_not_allowed"],
  ["//0.0.0.0:80/", "address_not_allowed"],
  ["file://server/etc/passwd", "scheme_not_allowed"],
  ["gopher://127.0.0.1:6379/_FLUSHALL", "scheme_not_allowed"],
  ["http://user:pass@127.0.0.1/", "url_has_user"],
])("a redirect to %s is refused at the end of a chain too", async (target, reason) => {
  const chain = redirect(302, redirect(307, target));
  const call = gate.fetch({ method: "GET", url: chain }, never);
  await expect(call).rejects.toEqual(
    expect.objectContaining({ code: "invalid_input", details: expect.objectContaining({ reason }) }),
  );
  expect(seen).toHaveLength(2);
});

test("redirects are counted: five are followed, six are not", async () => {
  const chain = (length: number): string =>
    length === 0 ? "/end" : `/302?to=${encodeURIComponent(chain(length - 1))}`;
  expect((await gate.fetch({ method: "GET", url: `${here.origin}${chain(5)}` }, never)).status).toBe(200);
  await expect(gate.fetch({ method: "GET", url: `${here.origin}${chain(6)}` }, never)).rejects.toEqual(
    expect.objectContaining({
      code: "upstream",
      retry: "never",
      details: expect.objectContaining({ reason: "too_many_redirects" }),
    }),
  );
});

test("redirects are answers when they are not to be followed, or lead nowhere", async () => {
  const got = await gate.fetch({ method: "GET", url: redirect(302, "/end"), followRedirects: false }, never);
  expect([got.status, got.headers.location, Buffer.from(got.body).toString()]).toEqual([302, "/end", "moved"]);
  expect((await gate.fetch({ method: "GET", url: `${here.origin}/302?to=` }, never)).status).toBe(302);
});
