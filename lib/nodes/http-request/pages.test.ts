import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { createOutboundGate, type OutboundGate } from "../../outbound/gate.ts";
import { type LoopbackServer, startLoopbackServer } from "../../outbound/testing.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";
import { nextLink, valueAt } from "./next-page.ts";

let server: LoopbackServer;
let gate: OutboundGate;
let seen: string[];
let page: (url: URL, response: ServerResponse, request: IncomingMessage) => Json | undefined;

beforeAll(async () => {
  server = await startLoopbackServer((request, response) => {
    seen.push(request.url ?? "");
    const body = page(new URL(request.url ?? "", server.origin), response, request);
    if (body !== undefined) response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  gate = createOutboundGate({ allowLoopback: true });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await gate.close();
  await server.close();
});

async function call(config: JsonObject, remembered = new Map<string, Json>()) {
  const { output } = await runNode(executor, {
    config: { url: `${server.origin}/items`, ...config },
    remembered,
    fetch: (request, signal) => gate.fetch(request, signal),
  });
  return output as { body: Json[]; pages: number; more: boolean; status: number; timings: JsonObject };
}

/** Three pages of two items: 1 … 6. */
const total = 3;
const itemsOfPage = (number: number) => [number * 2 - 1, number * 2];

test("follows the address that the answer names", async () => {
  page = (url) => {
    const at = Number(url.searchParams.get("p") ?? 1);
    return { data: { rows: itemsOfPage(at) }, next: at < total ? `/items?p=${at + 1}` : null };
  };
  const output = await call({ pages: "next-url", nextPath: "next", itemsPath: "data.rows" });
  expect(output).toMatchObject({ status: 200, body: [1, 2, 3, 4, 5, 6], pages: 3, more: false });
  expect(seen).toEqual(["/items", "/items?p=2", "/items?p=3"]);
});

test("counts pages until one has no items", async () => {
  page = (url) => {
    const at = Number(url.searchParams.get("seite"));
    return at <= total ? itemsOfPage(at) : [];
  };
  const output = await call({ pages: "page-number", parameter: "seite", query: { q: "a b" } });
  expect(output).toMatchObject({ body: [1, 2, 3, 4, 5, 6], pages: 4, more: false });
  expect(seen[3]).toBe("/items?q=a+b&seite=4");
});

test("passes tokens on, and follows Link headers", async () => {
  page = (url) => {
    const at = Number(url.searchParams.get("cursor") ?? 1);
    return { items: itemsOfPage(at), ...(at < total ? { meta: { after: String(at + 1) } } : {}) };
  };
  expect(await call({ pages: "cursor", nextPath: "meta.after", itemsPath: "items" })).toMatchObject({
    body: [1, 2, 3, 4, 5, 6],
    pages: 3,
  });
  page = (url, response) => {
    const at = Number(url.searchParams.get("p") ?? 1);
    if (at < total) response.setHeader("link", `</items?p=${at - 1}>; rel="prev", </items?p=${at + 1}>; rel="next"`);
    return itemsOfPage(at);
  };
  expect(await call({ pages: "link-header" })).toMatchObject({ body: [1, 2, 3, 4, 5, 6], pages: 3, more: false });
});

test("stops at its limits and says that there was more", async () => {
  page = (url) => itemsOfPage(Number(url.searchParams.get("page")));
  expect(await call({ pages: "page-number", maxPages: 2 })).toMatchObject({ body: [1, 2, 3, 4], pages: 2, more: true });
  expect(await call({ pages: "page-number", maxItems: 3 })).toMatchObject({ body: [1, 2, 3], pages: 2, more: true });
  expect(await call({ pages: "page-number", maxItems: 4 })).toMatchObject({ body: [1, 2, 3, 4], more: true });
});

test("a page that was there is not fetched again, whatever ended the walk in between", async () => {
  const remembered = new Map<string, Json>();
  let broken = true;
  page = (url, response) => {
    const at = Number(url.searchParams.get("page"));
    if (at === 3 && broken) {
      response.writeHead(503).end();
      return undefined;
    }
    return at <= total ? itemsOfPage(at) : [];
  };
  await expect(call({ pages: "page-number" }, remembered)).rejects.toMatchObject({ code: "upstream" });
  broken = false;
  expect(await call({ pages: "page-number" }, remembered)).toMatchObject({ body: [1, 2, 3, 4, 5, 6], pages: 4 });
  const times = (number: number) => seen.filter((url) => url.endsWith(`page=${number}`)).length;
  // The control: the page that failed was asked for twice.
  expect([1, 2, 3, 4].map(times)).toEqual([1, 1, 2, 1]);
});

test("a circle, another site and what is no address are told apart", async () => {
  let next: Json = "/items";
  page = () => ({ items: [1], next });
  const config = { pages: "next-url", nextPath: "next", itemsPath: "items" };
  await expect(call(config)).rejects.toMatchObject({ code: "upstream", details: { reason: "pages_in_a_circle" } });
  next = "http://other.example/items?token=1";
  await expect(call(config)).rejects.toMatchObject({ code: "upstream", details: { reason: "page_elsewhere" } });
  next = { href: "/x" };
  await expect(call(config)).rejects.toMatchObject({ details: { reason: "next_page_unreadable" } });
  page = () => ({ rows: [1] });
  await expect(call({ pages: "page-number" })).rejects.toMatchObject({ details: { field: "itemsPath" } });
  await expect(call({ pages: "page-number", itemsPath: "rows", response: "file" })).rejects.toMatchObject({
    details: { field: "response" },
  });
});

test.each([
  ['<https://a.test/2>; rel="next"', "https://a.test/2"],
  ["</2>; rel=next", "/2"],
  ['</1>; rel="prev"; title="a, <b>; rel=next", </2>; rel="last next"', "/2"],
  ["</2>; REL=NEXT", "/2"],
  ['</2>; rel="nextish"', undefined],
  ["", undefined],
  [undefined, undefined],
])("the next link of %s is %s", (header, target) => {
  expect(nextLink(header)).toBe(target);
});

test("a path reads own values only", () => {
  const body = { a: { b: [{ c: 1 }] }, "": 2 };
  expect(valueAt(body, "a.b.0.c")).toBe(1);
  expect(valueAt(body, "a.x.c")).toBeUndefined();
  expect(valueAt(body, "constructor.name")).toBeUndefined();
  expect(valueAt(body, "")).toBe(body);
});
