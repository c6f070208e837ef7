import { describe, expect, it } from "vitest";
import { compile } from "../../engine/compile/compile.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";
import { openableFields, suitsAsTool } from "../../engine/tool-rules.ts";
import { catalogue } from "../catalog.ts";
import { addressProblem, addressWith } from "./http-address.ts";
import type { HttpTool } from "./tool-config.ts";

const node = (more: JsonObject = {}): JsonObject => ({
  kind: "node",
  name: "write_text",
  description: "Writes a text.",
  type: "data.template",
  config: { template: "Hi" },
  ...more,
});
const http = (more: JsonObject = {}): JsonObject => ({
  kind: "http",
  name: "get_order",
  description: "Looks up an order.",
  url: "https://shop.example/orders/{number}",
  parameters: [{ name: "number", in: "path" }],
  ...more,
});

function problems(...tools: JsonObject[]): string[] {
  const document: WorkflowDocument = {
    schemaVersion: 1,
    nodes: [
      { id: "n_1", key: "start", type: "trigger.manual", version: 1, config: {} },
      { id: "n_2", key: "agent", type: "ai.agent", version: 1, config: { model: "demo/writer", prompt: "Hi.", tools } },
    ],
    edges: [{ id: "e_1", source: "n_1", sourcePort: "out", target: "n_2", targetPort: "in" }],
  };
  const result = compile(document, catalogue);
  return result.ok ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`);
}

describe("what is wrong with tools is told before anything runs", () => {
  it("nothing is, where nothing is", () => {
    expect(
      problems(node(), http(), { kind: "knowledge", name: "search", description: "Finds.", base: "Handbook" }),
    ).toEqual([]);
    expect(
      problems(node({ config: { template: "{{ input.name }}" } }), http({ url: "{{ input.base }}/orders/{number}" })),
    ).toEqual([]);
  });

  it.each<[string, JsonObject[], string]>([
    [
      "two of one name",
      [node(), http({ name: "Write_Text" })],
      'tools.1.name: Tools of "agent": Tool 1 is called write_text',
    ],
    ["a name that is the agent's own", [node({ name: "model" })], "The agent itself uses this name"],
    ["a name that models do not take", [node({ name: "write text" })], "begins with a letter"],
    ["no description", [node({ description: " " })], "Say what the tool does"],
    ["a type that there is not", [node({ type: "no.such" })], "no.such is not installed here"],
    ["a version to come", [node({ version: 99 })], "Update Heddle"],
    ["a trigger", [node({ type: "trigger.manual", config: {} })], "cannot be used like this"],
    ["what steers the run", [node({ type: "control.stop", config: {} })], "cannot be used like this"],
    ["what goes item by item", [node({ type: "data.filter", config: {} })], "cannot be used like this"],
    ["an agent in an agent", [node({ type: "ai.agent", config: {} })], "cannot be used like this"],
    [
      "pages of a request",
      [node({ type: "http.request", config: { url: "https://a.example", pages: "link-header" } })],
      "cannot be used like this",
    ],
    [
      "a setting that is wrong",
      [node({ type: "http.request", config: { url: "https://a.example", method: "FETCH" } })],
      "tools.0.config.method",
    ],
    ["a setting left open that there is not", [node({ open: [{ field: "nothing" }] })], "no setting “nothing”"],
    [
      "a credential left to the model",
      [node({ type: "http.request", config: { url: "https://a.example" }, open: [{ field: "credential" }] })],
      "never left to a model",
    ],
    [
      "the address of a call with a secret left to the model",
      [
        node({
          type: "http.request",
          config: { url: "https://a.example", credential: "crd_1" },
          open: [{ field: "url" }],
        }),
      ],
      "could send the secret anywhere",
    ],
    [
      "the model left to the model",
      [node({ type: "ai.llm", config: { prompt: "Hi" }, open: [{ field: "model" }] })],
      "never left",
    ],
    ["a name that is an expression", [node({ name: "{{ input.name }}" })], "cannot hold {{ }}"],
    ["a credential that is an expression", [http({ credential: "{{ input.which }}" })], "cannot hold {{ }}"],
    ["an expression that cannot be read", [node({ config: { template: "{{ 1 + }}" } })], "tools.0.config.template"],
    ["a path without its parameter", [http({ parameters: [] })], "list number as a parameter of the path"],
    ["a parameter without its place", [http({ url: "https://shop.example/orders" })], "put {number} where it belongs"],
    [
      "a server that the model would choose",
      [http({ url: "https://{number}.example/orders" })],
      "may not choose the server",
    ],
    [
      "a parameter in the query's text",
      [http({ url: "https://shop.example/orders?n={number}" })],
      "Parameters of the query",
    ],
    ["no address", [http({ url: "shop/{number}" })], "not a web address"],
    [
      "a body with GET",
      [
        http({
          parameters: [
            { name: "number", in: "path" },
            { name: "x", in: "body" },
          ],
        }),
      ],
      "GET sends no body",
    ],
  ])("%s", (_, tools, expected) => {
    expect(problems(...tools).join("\n")).toContain(expected);
  });

  it("many at once", () => {
    expect(
      problems(node({ name: "" }), node({ type: "no.such" }), http({ name: "b", parameters: [] })).length,
    ).toBeGreaterThan(2);
  });
});

it("a palette of tools: no triggers, no control, nothing that waits", () => {
  const types = catalogue
    .all()
    .filter(suitsAsTool)
    .map(({ type }) => type);
  expect(types).toContain("http.request");
  expect(types).toContain("knowledge.retrieve");
  expect(types.filter((type) => /^(trigger|control)\.|^ai\.agent$/.test(type))).toEqual([]);
});

it("of no node a form offers to leave credentials or models to a model", () => {
  for (const definition of catalogue.all().filter(suitsAsTool)) {
    const open = openableFields(definition, definition.defaults);
    const kept = Object.entries(definition.fields).filter(([, { widget }]) => /credential|model|secret/.test(widget));
    for (const [field] of kept) expect(open, `${definition.type} ${field}`).not.toContain(field);
  }
});

describe("an address with what a model gave", () => {
  const tool = (url: string, ...names: string[]): HttpTool => ({
    kind: "http",
    name: "call",
    description: "",
    method: "GET",
    url,
    parameters: names.map((name) => ({ name, in: "path", type: "text", description: "", required: true })),
    headers: [],
    credential: "",
    idempotent: false,
  });

  it("keeps its server and its path, whatever comes", () => {
    const one = tool("https://shop.example/a/{x}/b-{y}", "x", "y");
    expect(addressProblem(one)).toBeNull();
    const signs = [
      "/",
      "\\",
      "?",
      "#",
      "@",
      ":",
      "%2e%2e",
      "%2F",
      "&",
      " ",
      "é",
      "💡",
      "..a",
      "a..",
      "{y}",
      "'",
      '"',
      "<",
      "//evil.example",
    ];
    for (const x of signs) {
      const address = new URL(addressWith(one, { x, y: "1" }));
      expect(address.origin).toBe("https://shop.example");
      expect(address.pathname.split("/")).toHaveLength(4);
      expect(decodeURIComponent(address.pathname.split("/")[2] ?? "")).toBe(x);
      expect(address.search + address.hash).toBe("");
    }
    for (const x of ["..", ".", "", "a/..", "..\\a", "./", "\n", "\ud800"]) {
      expect(() => addressWith(one, { x, y: "1" }), JSON.stringify(x)).toThrow("part of a path");
    }
    // A part of a segment cannot become one of these either.
    expect(() => addressWith(tool("https://shop.example/.{x}", "x"), { x: "." })).toThrow();
    expect(() => addressWith(tool("https://shop.example/a/{x}{y}/c", "x", "y"), { x: ".", y: "." })).toThrow();
  });
});
