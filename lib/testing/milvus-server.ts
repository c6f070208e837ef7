import { createRequire } from "node:module";
import { loadPackageDefinition, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import protobuf from "protobufjs";
import { MilvusFault, MilvusStore, type Row } from "./milvus-store.ts";

/** A stand-in for a Milvus server: real gRPC on a loopback port, made from the SDK's own protocol files. */
export interface MilvusServer {
  address: string;
  store: MilvusStore;
  close(): Promise<void>;
}

type Request = Record<string, unknown>;
interface FieldData {
  field_name: string;
  scalars?: { string_data?: { data: string[] } };
  vectors?: { dim: string; float_vector?: { data: number[] } };
}

const require = createRequire(import.meta.url);
const PROTO = "@zilliz/milvus2-sdk-node/dist/milvus/proto-json";
const success = { error_code: "Success", reason: "", code: 0 };

/** @param more the port of one before, and what it stored: a server that is back again */
export async function startMilvusServer({
  port: wanted = 0,
  store = new MilvusStore(),
}: {
  port?: number;
  store?: MilvusStore;
} = {}): Promise<MilvusServer> {
  const json = (require(`${PROTO}/milvus.js`) as { default: protobuf.INamespace }).default;
  const options = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };
  const loaded = loadPackageDefinition(fromJSON(json, options)) as unknown as {
    milvus: { proto: { milvus: { MilvusService: { service: ServiceDefinition } } } };
  };
  const types = protobuf.Root.fromJSON(json);
  const handlers = handlersOf(store, types);
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  const { service } = loaded.milvus.proto.milvus.MilvusService;
  server.addService(
    service,
    Object.fromEntries(
      Object.keys(service).flatMap((method) => {
        const handle = handlers.get(method);
        if (!handle) return [];
        type Call = { request: Request };
        type Done = (error: null, answer: unknown) => void;
        return [[method, (call: Call, done: Done) => void done(null, answered(method, handle, call.request))]];
      }),
    ) as never,
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${wanted}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    store,
    close: async () => server.forceShutdown(),
  };
}

type Handler = (request: Request) => object;
/** These answer with a bare status. */
const bare = /^(Create|Drop|Alter|Load|Release)/;

/** Like the server, a refusal is an answer. */
function answered(method: string, handle: Handler, request: Request): unknown {
  try {
    const answer = handle(request);
    return bare.test(method) ? success : { status: success, ...answer };
  } catch (error) {
    const code = error instanceof MilvusFault ? error.code : 1;
    const name = code === 100 ? "CollectionNotExists" : "UnexpectedError";
    const status = { error_code: name, code, reason: (error as Error).message };
    return bare.test(method) ? status : { status };
  }
}

function handlersOf(store: MilvusStore, types: protobuf.Root): ReadonlyMap<string, Handler> {
  const schemaType = types.lookupType("milvus.proto.schema.CollectionSchema");
  const groupType = types.lookupType("milvus.proto.common.PlaceholderGroup");
  const name = (request: Request) => String(request.collection_name);
  const isStrong = (request: Request) => request.consistency_level === "Strong";
  return new Map<string, Handler>([
    ["Connect", () => ({ identifier: "1", server_info: { build_tags: "stand-in" } })],
    ["ShowCollections", () => ({ collection_names: store.names() })],
    [
      "CreateCollection",
      (request) => {
        const schema = schemaType.decode(request.schema as Uint8Array);
        const object = schemaType.toObject(schema, { enums: String, longs: String, defaults: true });
        store.create(name(request), object as never, Number(request.num_partitions));
        return {};
      },
    ],
    [
      "DescribeCollection",
      (request) => {
        const { schema } = store.find(name(request));
        return { schema, collection_name: name(request), consistency_level: "Strong" };
      },
    ],
    ["DropCollection", (request) => store.drop(name(request))],
    [
      "CreateIndex",
      (request) => {
        const params = request.extra_params as { key: string; value: string }[];
        store.index(name(request), String(params.find(({ key }) => key === "metric_type")?.value));
        return {};
      },
    ],
    ["LoadCollection", (request) => store.load(name(request))],
    ["ReleaseCollection", (request) => store.release(name(request))],
    ["GetLoadingProgress", (request) => ({ progress: store.find(name(request)).isLoaded ? 100 : 0 })],
    ["CreateAlias", (request) => store.createAlias(String(request.alias), name(request))],
    ["AlterAlias", (request) => store.alterAlias(String(request.alias), name(request))],
    ["DescribeAlias", (request) => ({ alias: request.alias, collection: store.aliased(String(request.alias)) })],
    [
      "Upsert",
      (request) => {
        const rows = rowsOf(request.fields_data as FieldData[], Number(request.num_rows));
        store.upsert(name(request), rows);
        const ids = rows.map(({ id }) => id);
        return { IDs: { str_id: { data: ids } }, succ_index: ids.map((_, n) => n), upsert_cnt: ids.length };
      },
    ],
    [
      "Delete",
      (request) => {
        const ids = store.remove(name(request), String(request.expr));
        return { IDs: { str_id: { data: ids } }, delete_cnt: ids.length };
      },
    ],
    [
      "Query",
      (request) => {
        const [field] = request.output_fields as string[];
        if (field !== "count(*)") throw new MilvusFault(1100, "only counting is known here");
        const count = store.count(name(request), String(request.expr), isStrong(request));
        return { fields_data: [{ type: "Int64", field_name: field, scalars: { long_data: { data: [count] } } }] };
      },
    ],
    [
      "Search",
      (request) => {
        const group = groupType.toObject(groupType.decode(request.placeholder_group as Uint8Array)) as {
          placeholders: { values: Uint8Array[] }[];
        };
        const vector = new Float32Array(Uint8Array.from(group.placeholders[0]?.values[0] ?? []).buffer);
        const params = request.search_params as { key: string; value: string }[];
        const limit = Number(params.find(({ key }) => key === "topk")?.value);
        const hits = store.search(name(request), { filter: String(request.dsl), vector, limit }, isStrong(request));
        return { results: searchResults(hits, request.output_fields as string[]) };
      },
    ],
  ]);
}

function rowsOf(fields: readonly FieldData[], count: number): Row[] {
  return Array.from({ length: count }, (_, n) => {
    const row: Record<string, unknown> = {};
    for (const { field_name, scalars, vectors } of fields) {
      if (scalars?.string_data) row[field_name] = scalars.string_data.data[n];
      const dim = Number(vectors?.dim);
      if (vectors?.float_vector) row[field_name] = vectors.float_vector.data.slice(n * dim, (n + 1) * dim);
    }
    return row as unknown as Row;
  });
}

function searchResults(hits: readonly { row: Row; score: number }[], output: readonly string[]): object {
  const fields = output.map((field) => ({
    type: "VarChar",
    field_name: field,
    scalars: { string_data: { data: hits.map(({ row }) => row[field]) } },
  }));
  return {
    num_queries: 1,
    top_k: hits.length,
    fields_data: fields,
    scores: hits.map(({ score }) => score),
    ids: { str_id: { data: hits.map(({ row }) => row.id) } },
    topks: [hits.length],
    output_fields: output,
  };
}
