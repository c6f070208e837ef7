import { describe, expect, test } from "vitest";
import { allContracts } from "../api/contracts/all.ts";
import { openApiDocument } from "../api/openapi.ts";
import { bodyExamples, queryExamples } from "./api-examples.ts";
import { type ApiOperation, apiReference } from "./api-reference.ts";
import { exampleValue } from "./example-value.ts";
import { asSchema, lookupIn, type SchemaField, schemaTree } from "./schema-tree.ts";

const document = openApiDocument("https://flows.example.com");
const resources = apiReference(document);
const operations = resources.flatMap((resource) => resource.operations);

function operation(id: string): ApiOperation {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`There is no operation ${id}.`);
  return found;
}

describe("the reference of the HTTP interface", () => {
  test("has every operation once, under the resource it belongs to", () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(allContracts.map(({ name }) => name).sort());
    const runs = resources.find(({ slug }) => slug === "runs");
    expect(runs?.operations.map(({ id }) => id)).toContain("startRun");
    expect(resources.find(({ title }) => title === "API keys")?.slug).toBe("api-keys");
  });

  test("says what an operation takes, gives and needs", () => {
    const start = operation("startRun");
    expect(start).toMatchObject({ method: "POST", path: "/workflows/{id}/runs", scope: "runs:write" });
    expect(start.parameters.map(({ name, place, required }) => [name, place, required])).toEqual([
      ["id", "path", true],
      ["wait", "query", false],
      ["Idempotency-Key", "header", false],
    ]);
    expect(start.body?.fields.map(({ name }) => name)).toEqual(["input", "version", "trigger"]);
    expect(start.answer.status).toBe(202);
    expect(start.answer.schema?.fields.map(({ name }) => name)).toEqual(["run", "output"]);
    expect(operation("getSetup").scope).toBeUndefined();
  });

  test("names the codes an operation refuses with, its own and the general ones", () => {
    const codes = new Map(operation("startRun").refusals.map(({ status, codes: all }) => [status, all]));
    expect(codes.get(409)?.map(({ code }) => code)).toEqual(["not_published", "no_trigger", "version_not_runnable"]);
    expect(codes.get(429)?.[0]).toEqual({
      code: "queue_full",
      means: "Too many runs wait already. `Retry-After` says when to come back.",
    });
    expect(codes.get(401)?.map(({ code }) => code)).toEqual(["not_signed_in"]);
    for (const { refusals } of operations) {
      for (const { code } of refusals.flatMap((refusal) => refusal.codes)) expect(code).not.toBe("");
    }
  });

  test("shows a request as a shell takes it, with the instance's address", () => {
    expect(operation("listRuns").curl).toBe(
      [
        "curl 'https://flows.example.com/api/v1/runs?state=failed,waiting&limit=20' \\",
        '  -H "Authorization: Bearer $HEDDLE_API_KEY"',
      ].join("\n"),
    );
    expect(operation("getSetup").curl).toBe("curl 'https://flows.example.com/api/v1/setup'");
    expect(operation("deleteVariable").curl).toMatch(/^curl -X DELETE 'https:.*\/variables\/var_[0-9a-z]{26}'/);
    expect(operation("putDocument").curl).toContain(`-H 'If-Match: "7"'`);
    expect(operation("getFile").curl).toMatch(/-o file$/);
  });
});

describe("examples", () => {
  const withBody = allContracts.filter((contract) => contract.body !== undefined);
  test.each(withBody.map((contract) => [contract.name, contract] as const))(
    "the body of %s parses",
    (name, contract) => {
      const lookup = lookupIn(document);
      const path = contract.path.replace(/:([A-Za-z]+)/g, "{$1}");
      const described = asSchema(asSchema(asSchema(document.paths)[path])[contract.method.toLowerCase()]);
      const schema = asSchema(asSchema(asSchema(asSchema(described.requestBody).content)["application/json"])).schema;
      const body = bodyExamples[name] ?? exampleValue(schema, lookup, "request");
      expect(contract.body?.safeParse(body)).toMatchObject({ success: true });
    },
  );

  test("each hand-written one belongs to an operation, and its query parses", () => {
    const names = allContracts.map(({ name }) => name);
    for (const name of [...Object.keys(bodyExamples), ...Object.keys(queryExamples)]) expect(names).toContain(name);
    for (const [name, query] of Object.entries(queryExamples)) {
      const contract = allContracts.find((one) => one.name === name);
      expect(contract?.query?.safeParse(query)).toMatchObject({ success: true });
    }
  });
});

describe("a schema as people read it", () => {
  const tree = (schema: unknown) => schemaTree(schema, lookupIn(schema));

  test("has its type in words, with bounds and default", () => {
    const schema = { type: "integer", minimum: 1, maximum: 100, default: 50, description: "Items on a page." };
    expect(tree(schema)).toMatchObject({
      type: "integer",
      notes: ["1 to 100", "default 50"],
      description: "Items on a page.",
    });
    expect(tree({ type: ["string", "null"] }).type).toBe("string or null");
    expect(tree({ anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] }).type).toBe("time or null");
    expect(tree({ type: "integer", minimum: -9007199254740991, maximum: 9007199254740991 }).notes).toEqual([]);
    expect(tree({ type: "string", maxLength: 64 }).notes).toEqual(["at most 64 characters"]);
    expect(tree({ type: "array", minItems: 1, items: { type: "string" } })).toMatchObject({
      type: "list of strings",
      notes: ["at least 1 item"],
    });
  });

  test("opens objects, lists of objects and maps", () => {
    const run = { type: "object", required: ["id"], properties: { id: { type: "string" }, ms: { type: "number" } } };
    const fields: Partial<SchemaField>[] = [
      { name: "id", required: true },
      { name: "ms", required: false },
    ];
    expect(tree(run).fields).toMatchObject(fields);
    expect(tree({ type: "array", items: run })).toMatchObject({ type: "list of objects", fields });
    expect(tree({ type: "object", additionalProperties: { type: "string" } }).type).toBe("object of strings");
  });

  test("lists choices as values where they are words, as forms where they differ inside", () => {
    const words = {
      anyOf: [
        { type: "string", enum: ["draft", "published"] },
        { type: "string", pattern: "^ver_[0-9a-z]{26}$" },
      ],
    };
    expect(tree(words)).toMatchObject({ type: "string or ver_… id", values: ['"draft"', '"published"'], variants: [] });
    const retry = { type: "object", properties: { action: { const: "retry" } } };
    const fail = { type: "object", properties: { action: { const: "fail" } } };
    expect(tree({ oneOf: [retry, fail] }).variants.map((one) => one.fields[0]?.values)).toEqual([
      ['"retry"'],
      ['"fail"'],
    ]);
  });

  test("ends where a schema is inside itself, and knows any JSON when it sees it", () => {
    const recursive = {
      $ref: "#/$defs/tree",
      $defs: { tree: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/tree" } } } } },
    };
    expect(tree(recursive).fields[0]?.type).toBe("list of the same again");
    const startBody = operation("startRun").body;
    expect(startBody?.fields.find(({ name }) => name === "input")).toMatchObject({ type: "any JSON" });
  });
});
