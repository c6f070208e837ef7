import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET } from "../../app/api/v1/workflows/[id]/route.ts";
import { GET as LIST, POST } from "../../app/api/v1/workflows/route.ts";
import { addressOf, createClient } from "./client.ts";
import { allContracts } from "./contracts/all.ts";
import { createWorkflow, getWorkflow, listWorkflows } from "./contracts/workflows.ts";
import { openApiDocument } from "./openapi.ts";
import { type Credentials, makeWorkspace, ORIGIN, startTestApi, type TestApi } from "./testing/test-api.ts";

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: { "application/json": { schema: { required: string[]; additionalProperties: boolean } } } };
  responses: Record<string, unknown>;
};

describe("the OpenAPI document", () => {
  const document = openApiDocument("https://heddle.example");
  const paths = document.paths as Record<string, Record<string, Operation>>;

  test("describes every contract once, under its own name", () => {
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const names = operations.map((operation) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual(allContracts.map((contract) => contract.name).sort());
  });

  test("says what is needed: path, precondition, body", () => {
    const put = paths["/workflows/{id}/document"]?.put;
    const parameters = put?.parameters.map(({ name, in: place, required }) => [name, place, required]);
    expect(parameters).toEqual([
      ["id", "path", true],
      ["If-Match", "header", true],
      ["Idempotency-Key", "header", false],
    ]);
    const body = paths["/workflows"]?.post?.requestBody?.content["application/json"].schema;
    expect(body).toMatchObject({ required: ["name"], additionalProperties: false });
    expect(paths["/api-keys"]?.post?.parameters).toEqual([]);
  });

  test("is plain JSON in which every reference leads somewhere", () => {
    const text = JSON.stringify(document);
    expect(JSON.parse(text)).toEqual(document);
    const references = [...text.matchAll(/"\$ref":"(#[^"]*)"/g)].map((match) => match[1]);
    expect(references.length).toBeGreaterThan(0);
    const schemas = (document.components as { schemas: Record<string, unknown> }).schemas;
    const targets = Object.keys(schemas).map((name) => `#/components/schemas/${name}`);
    expect(new Set(references)).toEqual(new Set(targets));
  });
});

describe("the typed client", () => {
  let api: TestApi;
  let owner: Credentials;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await (await makeWorkspace(api, "home")).member("owner");
  });
  afterAll(() => api.close());

  /** The network between the client and the real handlers. */
  const send: typeof fetch = async (input, init) => {
    const request = new Request(new URL(String(input), ORIGIN), { ...init, headers: { ...init?.headers, ...owner } });
    const [, , , , id] = new URL(request.url).pathname.split("/");
    const handler = id ? GET : request.method === "POST" ? POST : LIST;
    return handler(request, { params: Promise.resolve({ id }) });
  };

  test("sends what the contract says and gives what it answers", async () => {
    const client = createClient("/api/v1", send);
    const made = await client.call(createWorkflow, { body: { name: "By client" } }, { idempotencyKey: "k" });
    expect(await client.call(createWorkflow, { body: { name: "By client" } }, { idempotencyKey: "k" })).toEqual(made);
    expect(await client.call(getWorkflow, { params: { id: made.id } })).toEqual(made);
    expect((await client.call(listWorkflows, { query: { search: "client", limit: 1 } })).items).toMatchObject([made]);
  });

  test("throws the problem it was answered with, or says that there was no answer", async () => {
    const client = createClient("/api/v1", send);
    const refused = client.call(createWorkflow, { body: { name: "" } });
    await expect(refused).rejects.toMatchObject({ code: "invalid_body", status: 422, errors: [{ path: "name" }] });
    const offline = createClient("/api/v1", () => Promise.reject(new TypeError("fetch failed")));
    await expect(offline.call(listWorkflows, {})).rejects.toMatchObject({ code: "network", status: 0 });
  });

  test("encodes what goes into an address", () => {
    expect(addressOf("/a/:id/b", { id: "x/y" }, { q: "1 & 2", none: undefined })).toBe("/a/x%2Fy/b?q=1+%26+2");
  });
});
