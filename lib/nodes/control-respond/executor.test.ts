import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

const respond = async (config: JsonObject, input: Json = null) => (await runNode(executor, { config, input })).output;

test("gives what will be sent", async () => {
  expect(await respond({ body: "{{ input }}" }, { ok: true })).toEqual({
    status: 200,
    headers: {},
    body: { ok: true },
  });
  expect(await respond({})).toEqual({ status: 200, headers: {}, body: null });
});

test.each([201, "404", " 503 ", "{{ input.status }}"])("takes %j as a status", async (status) => {
  const output = await respond({ status }, { status: 418 });
  expect(output).toMatchObject({ status: typeof status === "string" && status.includes("{") ? 418 : Number(status) });
});

test.each([199, 600, 0, -1, 200.5, "2e2", "OK", null, true])("%j is no status", (status) => {
  expect(complaintAbout(definition, { status })).toMatch(/^status: Give a status from 200 to 599/);
});

test("headers are a list or an object, and a name given twice is one list", async () => {
  const list = [
    { name: "X-A", value: "1" },
    { name: "x-a", value: 2 },
    { name: "", value: "left out" },
    { name: "x-b", value: null },
  ];
  expect(await respond({ headers: list })).toMatchObject({ headers: { "x-a": "1, 2" } });
  expect(await respond({ headers: { "Content-Type": "text/csv", "x-n": 5 } })).toMatchObject({
    headers: { "content-type": "text/csv", "x-n": "5" },
  });
});

test.each([
  [{ "x a": "1" }, "is not a header name"],
  [{ "x:a": "1" }, "is not a header name"],
  [{ "x\r\ny": "1" }, "is not a header name"],
  [{ "x-a": "1\r\nset-cookie: a=b" }, "line break"],
  [{ "x-a": "a\u0000b" }, "line break"],
  [{ "x-a": "日本" }, "cannot send"],
  [{ "Transfer-Encoding": "chunked" }, "is written by the server"],
  [{ "content-length": "5" }, "is written by the server"],
  [{ Connection: "close" }, "is written by the server"],
  [{ Upgrade: "websocket" }, "is written by the server"],
  [{ "Set-Cookie": "session=x" }, "this whole site"],
  [{ "Clear-Site-Data": "*" }, "this whole site"],
])("the headers %j are refused", async (headers, reason) => {
  const refusal = { code: "invalid_input", retry: "never", message: expect.stringContaining(reason) };
  await expect(respond({ headers })).rejects.toEqual(expect.objectContaining(refusal));
});

test("a header called __proto__ is a header", async () => {
  const headers = JSON.parse('[{"name":"__proto__","value":"x"}]') as Json;
  expect(JSON.stringify(await respond({ headers }))).toBe('{"status":200,"headers":{"__proto__":"x"},"body":null}');
});

test.each([204, 205, 304])("%i has no body", async (status) => {
  expect(await respond({ status, body: "ignored" })).toMatchObject({ status, body: null });
});
