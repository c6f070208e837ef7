import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { pureChain } from "./documents.ts";
import { requireDurability } from "./durability.ts";
import { machine } from "./machine.ts";
import { cpuSeconds, processTree, pssMiB } from "./process-cost.ts";
import { type BenchServer, firstMatch, newDataDir, publish, removeDataDir, startServer } from "./server.ts";

const NODES = [1, 10, 100];
const CONNECTIONS = [1, 10, 50];

interface Load {
  requests: number;
  failed: number;
  perSecond: number;
  p50: number;
  p99: number;
}

interface Row extends Load {
  what: string;
  connections: number;
  /** Microseconds of CPU a request, of the server's and of PostgreSQL's processes. */
  serverCpuUs: number;
  postgresCpuUs: number;
}

/** A synchronous webhook of pure nodes, beside what the machine does without Heddle, in one run. */
export async function webhook(options: { json: boolean; seconds: number; repeats: number }): Promise<void> {
  const dataDir = newDataDir();
  let server = await startServer(dataDir);
  const freshStartMs = server.startMs;
  const settings = await requireDurability({ host: server.postgres.socket, port: Number(server.postgres.port) });
  for (const nodes of NODES) await publish(server.url, `bench-${nodes}`, pureChain(`bench-${nodes}`, nodes));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const idleMiB = pssMiB([...new Set([...processTree(server.pid), ...processTree(server.postgres.pid)])]);
  const rows: Row[] = [];
  for (const connections of CONNECTIONS) {
    rows.push(await withBaseline("node:http", [], server, connections, options));
    rows.push(
      await withBaseline(
        "node:http + 1 insert",
        [server.postgres.socket, server.postgres.port],
        server,
        connections,
        options,
      ),
    );
    for (const nodes of NODES) {
      const target = {
        what: `webhook, ${nodes} nodes`,
        url: `${server.url}/api/webhooks/bench-${nodes}`,
        pid: server.pid,
      };
      rows.push(await median(target, server, connections, options));
    }
  }
  await server.stop();
  server = await startServer(dataDir);
  const report = {
    date: new Date().toISOString(),
    machine: machine(),
    settings,
    startMs: { fresh: Math.round(freshStartMs), withData: Math.round(server.startMs) },
    idlePssMiB: Math.round(idleMiB),
    seconds: options.seconds,
    repeats: options.repeats,
    rows,
  };
  await server.stop();
  removeDataDir(dataDir);
  print(report, options.json);
}

async function withBaseline(
  what: string,
  args: string[],
  server: BenchServer,
  connections: number,
  options: { seconds: number; repeats: number },
): Promise<Row> {
  const file = fileURLToPath(new URL("baseline.ts", import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await firstMatch(child, /http:\S+/);
    return await median({ what, url, pid: child.pid as number }, server, connections, options);
  } finally {
    child.kill("SIGTERM");
  }
}

async function median(
  target: { what: string; url: string; pid: number },
  server: BenchServer,
  connections: number,
  { seconds, repeats }: { seconds: number; repeats: number },
): Promise<Row> {
  const rows: Row[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) rows.push(await measure(target, server, connections, seconds));
  rows.sort((a, b) => a.perSecond - b.perSecond);
  return rows[Math.floor(rows.length / 2)] as Row;
}

async function measure(
  { what, url, pid }: { what: string; url: string; pid: number },
  server: BenchServer,
  connections: number,
  seconds: number,
): Promise<Row> {
  const file = fileURLToPath(new URL("load.ts", import.meta.url));
  const child = spawn(process.execPath, [file, url, String(connections), String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await firstMatch(child, /warm\n/);
  // PostgreSQL may be a child of the server: its time is not counted twice.
  const cost = () => {
    const postgres = processTree(server.postgres.pid);
    const own = processTree(pid).filter((each) => !postgres.includes(each));
    return [cpuSeconds(own), cpuSeconds(postgres)] as const;
  };
  const before = cost();
  await new Promise((resolve) => child.once("exit", resolve));
  const after = cost();
  const load = JSON.parse(said.split("\n")[1] ?? "{}") as Load;
  if (load.failed > 0) throw new Error(`${what}: ${load.failed} requests failed`);
  const perRequest = (index: 0 | 1) => Math.round(((after[index] - before[index]) * 1e6) / load.requests);
  return { what, connections, ...load, serverCpuUs: perRequest(0), postgresCpuUs: perRequest(1) };
}

function print(report: { rows: Row[] } & Record<string, unknown>, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(report, null, 2));
    return;
  }
  const { rows, ...rest } = report;
  console.log(rest);
  console.table(
    rows.map((row) => ({
      what: row.what,
      connections: row.connections,
      "requests/s": Math.round(row.perSecond),
      "p50 ms": row.p50.toFixed(2),
      "p99 ms": row.p99.toFixed(2),
      "server µs": row.serverCpuUs,
      "PostgreSQL µs": row.postgresCpuUs,
    })),
  );
}
