import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ConsistencyLevelEnum, MilvusClient } from "@zilliz/milvus2-sdk-node";
import { openMilvusVectorIndex } from "#lib/rag/index/adapters/milvus/milvus-vector-index.ts";
import { scopeFilter } from "#lib/rag/index/adapters/milvus/scope-filter.ts";
import type { VectorSource } from "#lib/rag/index/vector-source.ts";
import { seeded } from "../corpus.ts";
import { firstMatch } from "../server.ts";
import { median, rounded } from "../statistics.ts";
import { DIMENSIONS } from "./filled-base.ts";

const ROWS = 500;
const CALLS = 300;
const nothing: VectorSource = {
  revision: async () => null,
  async *added() {},
  living: async () => new Map(),
  page: async () => [],
  counts: async () => [],
};

/** How much longer a search takes through the adapter than through the SDK's client alone, call by call in turn. */
export async function milvusOverhead(repeats: number) {
  const own = process.env.MILVUS_ADDRESS;
  const child = own === undefined ? startStandIn() : undefined;
  try {
    const address = own ?? (await firstMatch(child as ReturnType<typeof startStandIn>, /ready (\S+)/));
    const measured = await compare(address, repeats);
    return { server: own === undefined ? "the tests' stand-in, over gRPC on loopback" : own, ...measured };
  } finally {
    child?.kill("SIGTERM");
  }
}

function startStandIn() {
  const file = fileURLToPath(new URL("milvus-server.ts", import.meta.url));
  return spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
}

async function compare(address: string, repeats: number) {
  const index = await openMilvusVectorIndex(nothing, { address });
  const client = new MilvusClient({ address, telemetry: { enabled: false } });
  const { signal } = new AbortController();
  const scope = {
    workspaceId: "ws_bench",
    baseId: `kb_${Date.now()}`,
    generation: 0,
    metric: "cosine" as const,
    dimensions: DIMENSIONS,
  };
  const random = seeded(3);
  const vector = () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const entries = Array.from({ length: ROWS }, (_, n) => ({ id: `chk_${n}`, documentId: "doc_1", vector: vector() }));
  await index.upsert(scope, entries, signal);
  // The adapter's own request, without the adapter.
  const filter = scopeFilter(scope);
  const request = {
    collection_name: `kb_cosine_${DIMENSIONS}`,
    limit: 10,
    filter,
    expr: filter,
    output_fields: ["id", "workspace_id", "base_id", "document_id"],
    consistency_level: ConsistencyLevelEnum.Strong,
  };
  const bare = async (data: Float32Array) => {
    const { results } = await client.search({ ...request, data: [...data] });
    if (results.length !== request.limit) throw new Error("The bare client does not find what the adapter stored.");
  };
  const through = (data: Float32Array) => index.search(scope, { vector: data, count: 10 }, signal);
  const rounds: { bare: number; adapter: number }[] = [];
  for (let round = 0; round <= repeats; round += 1) {
    const [a, b]: [number[], number[]] = [[], []];
    for (let n = 0; n < CALLS; n += 1) {
      const asked = vector();
      a.push(await msOf(() => bare(asked)));
      b.push(await msOf(() => through(asked)));
    }
    // The first round warms up.
    if (round > 0) rounds.push({ bare: median(a), adapter: median(b) });
  }
  await index.close();
  await client.closeConnection();
  const bareMs = rounded(median(rounds.map((one) => one.bare)));
  const adapterMs = rounded(median(rounds.map((one) => one.adapter)));
  return { bareMs, adapterMs, overheadMs: rounded(adapterMs - bareMs) };
}

async function msOf(call: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await call();
  return performance.now() - from;
}
