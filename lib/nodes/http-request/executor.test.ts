import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { createOutboundGate, type OutboundGate } from "../../outbound/gate.ts";
import { type LoopbackServer, startLoopbackServer } from "../../outbound/testing.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

let server: LoopbackServer;
let gate: OutboundGate;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string }[];

beforeAll(async () => {
  server = await startLoopbackServer(async (request, response) => {
    const body = await text(request);
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(request, response);
  });
  gate = createOutboundGate({ allowLoopback: true });
});
beforeEach(() => {
  seen = [];
  answer = (_request, response) => response.end();
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

const now = Date.UTC(2026, 0, 1);
const files = createMemoryFileStore();
async function call(config: JsonObject, input: Json = null, remembered?: Map<string, Json>) {
  const { output } = await runNode(executor, {
    config: { url: server.origin, ...config },
    input,
    now,
    idempotencyKey: "run_1/pay",
    files,
    ...(remembered && { remembered }),
    fetch: (request, signal) => gate.fetch(request, signal),
    stream: (request, signal) => gate.stream(request, signal),
  });
  return output as { status: number; headers: Record<string, string>; body: Json; timings: JsonObject };
}

test("answers with status, headers, body and timings", async () => {
  answer = (_request, response) => response.writeHead(201, { "Content-Type": "application/json" }).end('{"id":7}');
  const output = await call(
    { method: "post", body: { type: "json", value: { name: "{{ input.name }}" } } },
    { name: "Lena" },
  );
  expect(output).toMatchObject({ status: 201, body: { id: 7 }, headers: { "content-type": "application/json" } });
  expect(Object.keys(output.timings)).toEqual(["dns", "connect", "tls", "server", "transfer"]);
  expect(seen).toMatchObject([{ method: "POST", body: '{"name":"Lena"}' }]);
  expect(seen[0]?.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Heddle", accept: "*/*" });
});

test("adds the query to the address", async () => {
  const query = { q: "a b&c=ü", tags: ["x", "y"], page: 2, none: null };
  await call({ url: `${server.origin}/find?old=1#part`, query });
  expect(seen[0]?.url).toBe("/find?old=1&q=a+b%26c%3D%C3%BC&tags=x&tags=y&page=2");
});

test("its own headers replace the standard ones", async () => {
  await call({
    method: "PUT",
    headers: [
      { name: "User-Agent", value: "Mine" },
      { name: "Idempotency-Key", value: "own" },
      { name: "X-N", value: 5 },
    ],
  });
  expect(seen[0]?.headers).toMatchObject({ "user-agent": "Mine", "idempotency-key": "own", "x-n": "5" });
});

test.each<[body: JsonObject, type: string | undefined, sent: string]>([
  [{ type: "none" }, undefined, ""],
  [{ type: "json", value: [1, null] }, "application/json", "[1,null]"],
  [{ type: "json", value: "plain" }, "application/json", '"plain"'],
  [{ type: "json", value: '{ "ready": true }' }, "application/json", '{ "ready": true }'],
  [{ type: "json", value: "{not json" }, "application/json", '"{not json"'],
  [{ type: "json" }, "application/json", "null"],
  [{ type: "text", value: "hällo" }, "text/plain; charset=utf-8", "hällo"],
  [{ type: "text", value: { a: 1 } }, "text/plain; charset=utf-8", '{"a":1}'],
  [{ type: "form", value: { a: "1 2", b: ["x", "y"] } }, "application/x-www-form-urlencoded", "a=1+2&b=x&b=y"],
  [{ type: "form", value: [{ name: "a", value: 1 }] }, "application/x-www-form-urlencoded", "a=1"],
  [
    { type: "multipart", value: { 'a"\r\nx': "1\n2" } },
    "multipart/form-data; boundary=heddle-form-boundary",
    '--heddle-form-boundary\r\ncontent-disposition: form-data; name="a%22%0D%0Ax"\r\n\r\n1\r\n2\r\n--heddle-form-boundary--\r\n',
  ],
])("sends the body %j", async (body, type, sent) => {
  await call({ method: "POST", body });
  expect([seen[0]?.headers["content-type"], seen[0]?.body]).toEqual([type, sent]);
});

test("a multipart body never holds its own boundary", async () => {
  await call({ method: "POST", body: { type: "multipart", value: { a: "--heddle-form-boundary--" } } });
  expect(seen[0]?.headers["content-type"]).toBe("multipart/form-data; boundary=heddle-form-boundary-x");
});

test.each<[body: string | Buffer, type: string | undefined, response: "auto" | "json" | "text", read: Json]>([
  ['{"a":1}', "application/json; charset=utf-8", "auto", { a: 1 }],
  ['{"a":1}', "application/problem+json", "auto", { a: 1 }],
  ['{"a":1}', "text/plain", "auto", '{"a":1}'],
  ['{"a":1}', "text/plain", "json", { a: 1 }],
  ['{"a":1}', "application/json", "text", '{"a":1}'],
  ["{broken", "application/json", "auto", "{broken"],
  ["<p>", "text/html", "auto", "<p>"],
  ["plain", undefined, "auto", "plain"],
  [Buffer.from([0xe9]), "text/plain; charset=iso-8859-1", "auto", "é"],
  [Buffer.from([0xff, 0xd8, 0xff]), "image/jpeg", "auto", "/9j/"],
  [Buffer.from([0xff, 0x41]), "text/plain", "text", "\ufffdA"],
  ["", "application/json", "auto", null],
  ["", undefined, "json", null],
  ["", undefined, "text", ""],
  ['{"__proto__":{"a":1}}', "application/json", "auto", JSON.parse('{"__proto__":{"a":1}}') as Json],
])("reads %j sent as %s in mode %s", async (body, type, response, read) => {
  answer = (_request, res) => res.writeHead(200, type === undefined ? {} : { "content-type": type }).end(body);
  expect(JSON.stringify((await call({ response })).body)).toBe(JSON.stringify(read));
});

test("what is not JSON, or too deep, fails when JSON is asked for", async () => {
  answer = (_request, response) => response.end("<html>");
  const notJson = { code: "upstream", retry: "never", details: { reason: "not_json", status: 200 } };
  await expect(call({ response: "json" })).rejects.toEqual(expect.objectContaining(notJson));
  answer = (_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end("[".repeat(100_000) + "]".repeat(100_000));
  await expect(call({})).rejects.toEqual(
    expect.objectContaining({ code: "output_too_large", details: { reason: "too_deep" } }),
  );
});

test.each<[status: number, headers: Record<string, string>, code: string, retry: unknown]>([
  [400, {}, "invalid_input", "never"],
  [401, {}, "auth", "never"],
  [403, {}, "auth", "never"],
  [404, {}, "not_found", "never"],
  [408, {}, "timeout", "default"],
  [422, {}, "invalid_input", "never"],
  [429, {}, "rate_limited", "default"],
  [429, { "retry-after": "7" }, "rate_limited", { afterMs: 7_000 }],
  [429, { "retry-after": new Date(now + 30_000).toUTCString() }, "rate_limited", { afterMs: 30_000 }],
  [429, { "retry-after": new Date(now - 30_000).toUTCString() }, "rate_limited", { afterMs: 0 }],
  [429, { "retry-after": "soon" }, "rate_limited", "default"],
  [500, {}, "upstream", "default"],
  [503, { "retry-after": "2" }, "upstream", { afterMs: 2_000 }],
])("the status %i with %j is %s", async (status, headers, code, retry) => {
  answer = (_request, response) => response.writeHead(status, headers).end("why");
  await expect(call({})).rejects.toEqual(expect.objectContaining({ code, retry, details: { status, body: "why" } }));
  expect(await call({ failOnStatus: false })).toMatchObject({ status, body: "why" });
});

test.each<[config: JsonObject, repeat: string, key: string | undefined]>([
  [{}, "safe", undefined],
  [{ method: "HEAD" }, "safe", undefined],
  [{ method: "PUT" }, "keyed", "run_1/pay"],
  [{ method: "DELETE" }, "keyed", "run_1/pay"],
  [{ method: "POST" }, "unsafe", undefined],
  [{ method: "PATCH" }, "unsafe", undefined],
  [{ method: "POST", idempotent: true }, "keyed", "run_1/pay"],
  [{ method: "{{ input }}" }, "unsafe", undefined],
  [{ method: "{{ input }}", idempotent: true }, "keyed", "run_1/pay"],
  [{ method: "POST", idempotent: "{{ true }}" }, "unsafe", "run_1/pay"],
])("%j is %s and sends the key %s", async (config, repeat, key) => {
  expect(typeof definition.repeat === "function" && definition.repeat(config)).toBe(repeat);
  await call(config, "POST");
  expect(seen[0]?.headers["idempotency-key"]).toBe(key);
});

test.each<[config: JsonObject, message: string]>([
  [{ url: "example.com" }, "is not a web address"],
  [{ url: "example.com", query: { a: 1 } }, "is not a web address"],
  [{ headers: { "x a": "1" } }, "is not a header name"],
  [{ headers: { "x-a": "1\r\nx-b: 2" } }, "line break"],
  [{ headers: { Host: "internal" } }, "is written for you"],
  [{ method: "POST", body: { type: "form", value: 5 } }, "list of names with values"],
  [{ url: "http://10.0.0.1/" }, "private address"],
])("%j cannot be sent", async (config, message) => {
  const refusal = { code: "invalid_input", retry: "never", message: expect.stringContaining(message) };
  await expect(call(config)).rejects.toEqual(expect.objectContaining(refusal));
  expect(seen).toEqual([]);
});

test("says on its card what it calls", () => {
  expect(definition.describe?.({ url: "https://api.example.com/users/{{ input.id }}?x=1" })).toBe(
    "GET api.example.com/users/…",
  );
  expect(definition.describe?.({ method: "post", url: "{{ vars.base }}/orders/" })).toBe("POST …/orders");
});

test("a config that is none says where", () => {
  expect(complaintAbout(definition, { url: "" })).toBe("url: Give the address to call.");
  expect(complaintAbout(definition, { url: "x", method: "FETCH" })).toMatch(/^method: Choose from GET/);
  expect(complaintAbout(definition, { url: "x", body: { type: "xml" } })).toBe(
    "body.type: Choose what kind of body to send.",
  );
  expect(complaintAbout(definition, { url: "x", headers: 5 })).toBe("headers: Give a list of names with values.");
});

test.each<[status: number, retryOn: Json, headers: Record<string, string>, retry: Json]>([
  [404, "404, 409", {}, "default"],
  [409, [404, 409], { "retry-after": "3" }, { afterMs: 3_000 }],
  [202, 202, {}, "default"],
  [404, "409", {}, "never"],
  [503, "", { "retry-after": "99999999" }, { afterMs: 86_400_000 }],
])("the status %i with retryOn %j and %j: retry %j", async (status, retryOn, headers, retry) => {
  answer = (_request, response) => response.writeHead(status, headers).end();
  await expect(call({ retryOn })).rejects.toEqual(expect.objectContaining({ retry }));
});

test("statuses to retry are statuses", () => {
  expect(complaintAbout(definition, { url: "x", retryOn: "404, soon" })).toMatch(/^retryOn: Give statuses from 200/);
  expect(complaintAbout(definition, { url: "x", retryOn: [99] })).toMatch(/^retryOn:/);
});
