import { describe, expect, it } from "vitest";
import { createRouteTable, patternOf, type WebhookRoute } from "./webhook-routes.ts";

function table(...specs: string[]) {
  return createRouteTable(
    specs.map((spec): WebhookRoute => {
      const [method = "", path = "", state] = spec.split(" ");
      return { id: spec, workflowId: "wf", versionId: "v", nodeId: spec, method, path, active: state !== "off" };
    }),
  );
}

describe("patternOf", () => {
  it("drops the names of parameters and nothing else", () => {
    expect(patternOf("orders/:id/lines/:line")).toBe("orders/:/lines/:");
    expect(patternOf("/orders/")).toBe("orders");
  });
});

describe("createRouteTable", () => {
  it("prefers a fixed segment to a parameter and falls back to the parameter", () => {
    const routes = table("POST orders/:id", "POST orders/new", "POST orders/new/:what", "POST orders/:id/lines");
    expect(routes.match("POST", ["orders", "new"])).toMatchObject({ route: { path: "orders/new" }, params: {} });
    expect(routes.match("POST", ["orders", "7"])).toMatchObject({ route: { path: "orders/:id" }, params: { id: "7" } });
    expect(routes.match("POST", ["orders", "new", "lines"])).toMatchObject({ params: { what: "lines" } });
    expect(routes.match("POST", ["orders", "8", "lines"])).toMatchObject({ params: { id: "8" } });
  });

  it("looks for the method before it says that another one is served", () => {
    const routes = table("GET orders/new", "POST orders/:id", "PUT orders/:id");
    expect(routes.match("POST", ["orders", "new"])).toMatchObject({ found: "route", params: { id: "new" } });
    expect(routes.match("DELETE", ["orders", "new"])).toEqual({
      found: "other-methods",
      methods: ["GET", "POST", "PUT"],
    });
  });

  it("tells an unpublished path from one that never was, and an active route hides an unpublished one", () => {
    const routes = table("POST old off", "POST both off", "POST both", "POST both off", "GET both off");
    expect(routes.match("POST", ["old"])).toEqual({ found: "unpublished" });
    expect(routes.match("GET", ["old"])).toEqual({ found: "unpublished" });
    expect(routes.match("POST", ["never"])).toEqual({ found: "nothing" });
    expect(routes.match("POST", [])).toEqual({ found: "nothing" });
    expect(routes.match("POST", ["both"])).toMatchObject({ found: "route" });
    expect(routes.match("GET", ["both"])).toEqual({ found: "other-methods", methods: ["POST"] });
  });

  it("does not let an empty segment stand for a parameter", () => {
    expect(table("POST orders/:id").match("POST", ["orders", ""])).toEqual({ found: "nothing" });
  });
});
