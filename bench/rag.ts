import { loadavg } from "node:os";
import { openDatabase } from "./database.ts";
import { requireDurability } from "./durability.ts";
import { machine } from "./machine.ts";
import { fillBase } from "./rag/filled-base.ts";
import { hybridSearch } from "./rag/hybrid.ts";
import { indexSearch } from "./rag/index-search.ts";
import { ingestion } from "./rag/ingestion.ts";
import { milvusOverhead } from "./rag/milvus-overhead.ts";

const PASSAGES = 100_000;

/** What taking in and finding cost, without any model's time. */
export async function rag({ json, repeats }: { json: boolean; repeats: number }): Promise<void> {
  const say = (line: string) => json || console.error(line);
  const database = await openDatabase();
  try {
    const settings = await requireDurability(database.connection);
    say("Taking documents in …");
    const takenIn = await ingestion(database, repeats);
    say(`Filling a base with ${PASSAGES.toLocaleString("en-US")} passages …`);
    const base = await fillBase(database, PASSAGES);
    say("Searching …");
    const index = await indexSearch(database, base, repeats);
    const hybrid = await hybridSearch(database, base, repeats);
    const milvus = await milvusOverhead(repeats);
    // More than one a core: others were at work too, and times say less.
    const load = loadavg().map((value) => Math.round(value * 10) / 10);
    const head = { date: new Date().toISOString(), machine: machine(), load, settings, passages: PASSAGES, repeats };
    const report = { ...head, ingestion: takenIn, index, hybrid, milvus };
    if (json) console.log(JSON.stringify(report, null, 2));
    else print(report);
  } finally {
    await database.close();
  }
}

type Report = { ingestion: { perSecond: number }; index: Times; hybrid: Times; milvus: { overheadMs: number } };
interface Times {
  p50: number;
  p95: number;
  loopDelayP99: number;
}

function print(report: Report & Record<string, unknown>): void {
  const { index, hybrid } = report;
  console.log(report);
  console.table([
    { what: "taking in, passages/s", measured: report.ingestion.perSecond, bar: "≥ 200" },
    { what: "built-in index, p50 ms", measured: index.p50, bar: "" },
    { what: "built-in index, p95 ms", measured: index.p95, bar: "≤ 25" },
    { what: "loop delay meanwhile, p99 ms", measured: index.loopDelayP99, bar: "≤ 10" },
    { what: "by meaning and words, p50 ms", measured: hybrid.p50, bar: "" },
    { what: "by meaning and words, p95 ms", measured: hybrid.p95, bar: "≤ 100" },
    { what: "Milvus adapter over the bare client, ms", measured: report.milvus.overheadMs, bar: "≤ 2" },
  ]);
}
