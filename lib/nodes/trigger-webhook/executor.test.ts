import { expect, test } from "vitest";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

test("gives the request it was started with", async () => {
  const input = { method: "POST", path: "/orders", params: {}, query: {}, headers: {}, body: { id: 1 } };
  expect(await runNode(executor, { config: { path: "orders" }, input })).toEqual({ port: "out", output: input });
});

test.each([
  ["orders", "orders"],
  ["/orders/", "orders"],
  ["orders/:id/lines/:line_2", "orders/:id/lines/:line_2"],
  ["v1.2/a-b_c~d", "v1.2/a-b_c~d"],
])("the path %s is %s", (path, parsed) => {
  expect(definition.config.parse({ path })).toMatchObject({ path: parsed, methods: ["POST"], respond: "by-node" });
});

test.each([
  "",
  "/",
  "a//b",
  "//a",
  "a b",
  "../x",
  "a/..",
  "a?b=1",
  "a#b",
  "a%2fb",
  ":",
  ":1a",
  "a/:id/:id",
  "é",
  "@x/y",
  "a".repeat(201),
])("the path %j is refused", (path) => {
  expect(complaintAbout(definition, { path })).toMatch(/^path: /);
});

test("refuses what no request can be", () => {
  const path = "orders";
  expect(complaintAbout(definition, { path, methods: [] })).toBe("methods: Choose at least one method.");
  expect(complaintAbout(definition, { path, methods: ["FETCH"] })).toMatch(/^methods.0: Choose from GET/);
  expect(complaintAbout(definition, { path, timeoutMs: 60_001 })).toMatch(/^timeoutMs: Give a time/);
  expect(complaintAbout(definition, { path, auth: { kind: "magic" } })).toMatch(/^auth.kind/);
  expect(complaintAbout(definition, { path, auth: { kind: "basic" } })).toMatch(/^auth.credential/);
  expect(complaintAbout(definition, { path, timeoutMs: 60_000, methods: ["GET", "PUT"] })).toBeNull();
});

test("says on its card how it is called", () => {
  expect(definition.describe?.({ path: "/orders/:id" })).toBe("POST /orders/:id");
  expect(definition.describe?.({ path: "orders", methods: ["GET", "PUT"] })).toBe("GET, PUT /orders");
});
