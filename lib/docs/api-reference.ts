import { bodyExamples, queryExamples } from "./api-examples.ts";
import { type CurlRequest, curlExample } from "./curl-example.ts";
import { exampleValue } from "./example-value.ts";
import { asSchema, type Lookup, lookupIn, type SchemaField, type SchemaTree, schemaTree } from "./schema-tree.ts";
import { slugOf } from "./slug.ts";

export interface ApiParameter extends SchemaField {
  place: "path" | "query" | "header";
}

export interface ApiRefusal {
  status: number;
  codes: readonly { code: string; means: string }[];
}

export interface ApiOperation {
  /** The operation's name, and the anchor of its section: `startRun`. */
  id: string;
  method: string;
  /** Below the server's address: `/workflows/{id}/runs`. */
  path: string;
  summary: string;
  /** The scope that an API key needs; undefined where nobody has to sign in. */
  scope: string | undefined;
  parameters: readonly ApiParameter[];
  body: SchemaTree | undefined;
  answer: {
    status: number;
    mediaType: string | undefined;
    schema: SchemaTree | undefined;
    example: string | undefined;
  };
  refusals: readonly ApiRefusal[];
  curl: string;
}

export interface ApiResource {
  title: string;
  /** `/docs/api/<slug>`. */
  slug: string;
  operations: readonly ApiOperation[];
}

/** What few people come for stands after what they come for. */
const lastTags: readonly string[] = ["Account", "Description"];

/** An OpenAPI document as its pages show it: operations by resource. */
export function apiReference(document: unknown): ApiResource[] {
  const { paths, servers } = asSchema(document);
  const server = String(asSchema(listOf(servers)[0]).url ?? "");
  const lookup = lookupIn(document);
  const byTag = new Map<string, ApiOperation[]>();
  for (const [path, methods] of Object.entries(asSchema(paths))) {
    for (const [method, operation] of Object.entries(asSchema(methods))) {
      const described = describe(asSchema(operation), { method: method.toUpperCase(), path, server, lookup });
      const tag = String(listOf(asSchema(operation).tags)[0] ?? "Other");
      byTag.set(tag, [...(byTag.get(tag) ?? []), described]);
    }
  }
  const tags = [...byTag].sort(([a], [b]) => lastTags.indexOf(a) - lastTags.indexOf(b));
  return tags.map(([title, operations]) => ({ title, slug: slugOf(title), operations }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

interface Where {
  method: string;
  path: string;
  server: string;
  lookup: Lookup;
}

function describe(operation: Readonly<Record<string, unknown>>, where: Where): ApiOperation {
  const id = String(operation.operationId);
  const parameters = listOf(operation.parameters).map((parameter) => parameterOf(asSchema(parameter), where.lookup));
  const body = jsonSchemaOf(operation.requestBody);
  const scope = operation["x-permission"];
  return {
    id,
    method: where.method,
    path: where.path,
    summary: String(operation.summary ?? ""),
    scope: typeof scope === "string" ? scope : undefined,
    parameters,
    body: body === undefined ? undefined : schemaTree(body, where.lookup),
    answer: answerOf(asSchema(operation.responses), where.lookup),
    refusals: refusalsOf(asSchema(operation.responses)),
    curl: curlExample(requestOf(id, operation, where, body)),
  };
}

function parameterOf(parameter: Readonly<Record<string, unknown>>, lookup: Lookup): ApiParameter {
  // OpenAPI has the description beside the schema, where zod had it inside.
  const tree = schemaTree({ description: parameter.description, ...asSchema(parameter.schema) }, lookup);
  return {
    ...tree,
    description: tree.description,
    name: String(parameter.name),
    required: parameter.required === true,
    // Our own document, which has no cookies.
    place: parameter.in as ApiParameter["place"],
  };
}

function requestOf(id: string, operation: Readonly<Record<string, unknown>>, where: Where, body: unknown): CurlRequest {
  const parameters = listOf(operation.parameters).map(asSchema);
  const value = (parameter: Readonly<Record<string, unknown>>) =>
    String(exampleValue(parameter.schema, where.lookup, "request", String(parameter.name)));
  const inPath = new Map(parameters.filter((one) => one.in === "path").map((one) => [`{${one.name}}`, value(one)]));
  const path = where.path.replaceAll(/\{\w+\}/g, (name) => encodeURIComponent(inPath.get(name) ?? name));
  const query = new URLSearchParams(queryExamples[id]).toString().replaceAll("%2C", ",");
  const isPublic = Array.isArray(operation.security) && operation.security.length === 0;
  const needsRevision = parameters.some(({ name }) => name === "If-Match");
  return {
    method: where.method,
    url: `${where.server}${path}${query === "" ? "" : `?${query}`}`,
    headers: [
      ...(isPublic ? [] : [["Authorization", "Bearer $HEDDLE_API_KEY"] as const]),
      ...(needsRevision ? [["If-Match", '"7"'] as const] : []),
    ],
    ...(body === undefined ? {} : { body: bodyExamples[id] ?? exampleValue(body, where.lookup, "request") }),
    ...(mediaTypeOf(asSchema(operation.responses)) === "application/octet-stream" && { saveAs: "file" }),
  };
}

function answerOf(responses: Readonly<Record<string, unknown>>, lookup: Lookup): ApiOperation["answer"] {
  const status = statusesOf(responses).find((one) => one < 400) ?? 200;
  const schema = jsonSchemaOf(responses[status]);
  return {
    status,
    mediaType: mediaTypeOf(responses),
    schema: schema === undefined ? undefined : schemaTree(schema, lookup),
    example: schema === undefined ? undefined : JSON.stringify(exampleValue(schema, lookup, "answer"), null, 2),
  };
}

function mediaTypeOf(responses: Readonly<Record<string, unknown>>): string | undefined {
  const status = statusesOf(responses).find((one) => one < 400);
  return status === undefined ? undefined : Object.keys(asSchema(asSchema(responses[status]).content))[0];
}

function refusalsOf(responses: Readonly<Record<string, unknown>>): ApiRefusal[] {
  return statusesOf(responses)
    .filter((status) => status >= 400)
    .map((status) => {
      const { description } = asSchema(responses[status]);
      const lines = String(description).split("\n\n");
      return { status, codes: lines.map(codeLine) };
    });
}

/** `` `not_found`: There is nothing … `` */
function codeLine(line: string): { code: string; means: string } {
  const [, code = "", means = ""] = /^`(\w+)`: (.*)$/s.exec(line) ?? [];
  return { code, means };
}

function statusesOf(responses: Readonly<Record<string, unknown>>): number[] {
  return Object.keys(responses).map(Number).filter(Number.isInteger);
}

function jsonSchemaOf(holder: unknown): unknown {
  return asSchema(asSchema(asSchema(holder).content)["application/json"]).schema;
}
