import type { z } from "zod";
import type { AnyContract } from "./contract.ts";
import { allContracts } from "./contracts/all.ts";
import { type ProblemCode, problemCodes } from "./problem-codes.ts";
import { problemsOf } from "./problems-of.ts";
import { createSchemaWriter, type JsonObject, type SchemaWriter } from "./schema-writer.ts";

/** OpenAPI 3.1 of every contract, so that what is described is what is checked. */
export function openApiDocument(origin: string | undefined): JsonObject {
  described ??= describe();
  const { paths, schemas } = described;
  return {
    openapi: "3.1.0",
    info: {
      title: "Heddle",
      version: "1",
      description: "Errors are RFC 9457 problem documents with a stable `code`. Writes take an `Idempotency-Key`.",
    },
    servers: [{ url: `${origin ?? ""}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, hk_…" },
        session: { type: "apiKey", in: "cookie", name: "heddle.session" },
      },
      schemas,
    },
  };
}

/** Writing the schemas takes a tenth of a second, anybody may ask, and contracts do not change while the server runs. */
let described: { paths: JsonObject; schemas: JsonObject } | undefined;

function describe(): { paths: JsonObject; schemas: JsonObject } {
  const schemas = createSchemaWriter();
  const paths: Record<string, JsonObject> = {};
  for (const contract of allContracts) {
    const path = contract.path.replace(/:([A-Za-z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract, schemas) };
  }
  return { paths, schemas: { ...schemas.shared, Problem: problemSchema } };
}

function operation(contract: AnyContract, schemas: SchemaWriter): JsonObject {
  const isPublic = contract.permission === "public";
  return {
    operationId: contract.name,
    summary: contract.summary,
    tags: [contract.tag],
    ...(isPublic ? { security: [] } : { "x-permission": contract.permission }),
    parameters: parametersOf(contract, schemas),
    ...(contract.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemas.write(contract.body, "input") } },
      },
    }),
    ...(contract.upload && {
      requestBody: { required: true, content: { "multipart/form-data": { schema: uploadSchema } } },
    }),
    responses: {
      [contract.status]: success(contract, schemas),
      ...refusals(contract),
    },
  };
}

function success(contract: AnyContract, schemas: SchemaWriter): JsonObject {
  if (contract.mediaType) return { description: "Done", content: { [contract.mediaType]: {} } };
  if (!contract.result || contract.status === 204) return { description: "Done" };
  return { description: "Done", content: { "application/json": { schema: schemas.write(contract.result, "output") } } };
}

/** One answer for each status, with the codes that come with it: in words for people, in `x-codes` for programs. */
function refusals(contract: AnyContract): JsonObject {
  const byStatus = Map.groupBy(problemsOf(contract), (code) => problemCodes[code].status);
  const answers = [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, refusal(codes)]);
  return Object.fromEntries(answers);
}

function refusal(codes: readonly ProblemCode[]): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${problemCodes[code].means}`).join("\n\n"),
    content: { "application/problem+json": { schema: problemRef } },
    "x-codes": codes,
  };
}

function parametersOf(contract: AnyContract, schemas: SchemaWriter): JsonObject[] {
  const headers: JsonObject[] = [];
  if (contract.ifMatch) {
    const description = 'The revision that was changed, `"7"`.';
    headers.push({ name: "If-Match", in: "header", required: true, description, schema: { type: "string" } });
  }
  if (contract.method !== "GET" && contract.idempotency !== "refused") {
    const description = "Makes repeating this request harmless for a day.";
    headers.push({ name: "Idempotency-Key", in: "header", required: false, description, schema: { type: "string" } });
  }
  return [...fieldsOf(contract.params, "path", schemas), ...fieldsOf(contract.query, "query", schemas), ...headers];
}

function fieldsOf(schema: z.ZodType | undefined, place: "path" | "query", schemas: SchemaWriter): JsonObject[] {
  if (!schema) return [];
  // Of an object, as those of a path and a query are.
  const { properties = {}, required = [] } = schemas.write(schema, "input") as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

const uploadSchema = {
  type: "object",
  properties: {
    metadata: { type: "string", description: "JSON object; for all files. Comes before them." },
    file: { type: "array", items: { type: "string", format: "binary" } },
  },
  required: ["file"],
};
const problemRef = { $ref: "#/components/schemas/Problem" };
const text = { type: "string" };
const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "requestId"],
  properties: {
    type: text,
    title: text,
    status: { type: "integer" },
    code: { ...text, description: "Stable, for programs." },
    detail: { ...text, description: "For people." },
    requestId: text,
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { path: text, code: text, message: text },
        required: ["path", "code", "message"],
      },
    },
  },
};
