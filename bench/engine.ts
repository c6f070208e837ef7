import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chain, hook, inRow, pureChain } from "./documents.ts";
import { requireDurability } from "./durability.ts";
import { machine } from "./machine.ts";
import { firstMatch, newDataDir, publish, removeDataDir, startServer } from "./server.ts";

const PURE = [1, 10, 100, 1_000];
const EFFECTS = [1, 10, 40];
const FAN = 10;
const CALL_MS = 100;
const ITEMS = 1_000;

interface Row {
  what: string;
  /** Median milliseconds from the call of the webhook to its answer, one call after the other. */
  ms: number;
  of: string;
}

/** What one more node costs, pure or with an effect; ten calls side by side; a loop; how late the event loop is under load. */
export async function engine(options: { json: boolean; seconds: number; repeats: number }): Promise<void> {
  const dataDir = newDataDir();
  const delayFile = join(tmpdir(), `heddle-bench-delay-${process.pid}.json`);
  const peer = await openPeer();
  const server = await startServer(dataDir, {
    HEDDLE_ALLOW_LOOPBACK: "1",
    NODE_OPTIONS: `--import ${new URL("loop-delay.ts", import.meta.url).href}`,
    BENCH_LOOP_DELAY: delayFile,
  });
  try {
    const settings = await requireDurability({ host: server.postgres.socket, port: Number(server.postgres.port) });
    const time = (path: string) => medianMs(`${server.url}/api/webhooks/${path}`, options);
    const rows: Row[] = [];
    for (const count of PURE) {
      await publish(server.url, `pure-${count}`, pureChain(`pure-${count}`, count));
      rows.push({ what: `${count} pure nodes`, ms: await time(`pure-${count}`), of: "webhook to answer" });
    }
    for (const count of EFFECTS) {
      await publish(server.url, `calls-${count}`, calls(`calls-${count}`, count, `${peer.url}/now`));
      rows.push({ what: `${count} HTTP calls, one after the other`, ms: await time(`calls-${count}`), of: "loopback" });
    }
    await publish(server.url, "fan", fanOut("fan", `${peer.url}/late`));
    rows.push({ what: `${FAN} HTTP calls of ${CALL_MS} ms side by side`, ms: await time("fan"), of: "joined" });
    await publish(server.url, "loop", loop("loop"));
    rows.push({ what: `loop over ${ITEMS} items, pure body`, ms: await time("loop"), of: "webhook to answer" });
    const ms = (what: string) => rows.find((row) => row.what === what)?.ms ?? Number.NaN;
    const slopes = {
      "µs per pure node (10 to 100)": Math.round(((ms("100 pure nodes") - ms("10 pure nodes")) / 90) * 1_000),
      "µs per pure node (100 to 1,000)": Math.round(((ms("1000 pure nodes") - ms("100 pure nodes")) / 900) * 1_000),
      "ms per HTTP call (10 to 40)":
        Math.round(((ms(`40 HTTP calls, one after the other`) - ms(`10 HTTP calls, one after the other`)) / 30) * 100) /
        100,
    };
    const loopDelay = {
      "10 nodes, 10 connections": await delayUnder(
        server.pid,
        delayFile,
        `${server.url}/api/webhooks/pure-10`,
        options,
      ),
      "1,000 nodes, 10 connections": await delayUnder(
        server.pid,
        delayFile,
        `${server.url}/api/webhooks/pure-1000`,
        options,
      ),
    };
    print({ date: new Date().toISOString(), machine: machine(), settings, slopes, loopDelay, rows }, options.json);
  } finally {
    await server.stop();
    await peer.close();
    removeDataDir(dataDir);
    rmSync(delayFile, { force: true });
  }
}

/** A service that workflows call: at once, or late. */
async function openPeer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = () => response.setHeader("content-type", "application/json").end('{"ok":true}');
    if (request.url === "/late") setTimeout(answer, CALL_MS);
    else answer();
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const call = (id: string, url: string) => ({ id, type: "http.request", config: { method: "GET", url } });
const reply = (body: string) => ({ id: "reply", type: "control.respond", config: { body } });

function calls(path: string, count: number, url: string) {
  const nodes = Array.from({ length: count }, (_, index) => call(`call_${index}`, url));
  const ids = ["hook", ...nodes.map(({ id }) => id), "reply"];
  return chain([hook(path), ...nodes, reply("{{ trigger.body.price }}")], inRow(ids));
}

function fanOut(path: string, url: string) {
  const nodes = Array.from({ length: FAN }, (_, index) => call(`call_${index}`, url));
  const join = { id: "join", type: "control.join", config: { mode: "every" } };
  const edges = nodes.flatMap(({ id }): [string, string][] => [
    ["hook", id],
    [id, "join"],
  ]);
  return chain([hook(path), ...nodes, join, reply("{{ trigger.body.price }}")], [...edges, ["join", "reply"]]);
}

function loop(path: string) {
  const items = `{{ Array.from({ length: ${ITEMS} }, (_, i) => i) }}`;
  return chain(
    [
      hook(path),
      { id: "each", type: "control.for-each", config: { items } },
      {
        id: "twice",
        type: "data.set",
        parent: "each",
        config: { fields: [{ name: "twice", value: "{{ item * 2 }}" }] },
      },
      reply("{{ each.results.length }}"),
    ],
    inRow(["hook", "each", "reply"]),
  );
}

const body = JSON.stringify({ price: 12.5, count: 4 });

async function once(url: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text}`);
  return performance.now() - start;
}

/** One call after the other for `seconds`, `repeats` times; the median of the medians. */
async function medianMs(url: string, { seconds, repeats }: { seconds: number; repeats: number }): Promise<number> {
  await callFor(url, 1_500);
  const medians: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) medians.push(middle(await callFor(url, seconds * 1_000)));
  return middle(medians);
}

async function callFor(url: string, ms: number): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + ms;
  while (performance.now() < until) times.push(await once(url));
  return times;
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How late the server's event loop was while the load lasted, in milliseconds. */
async function delayUnder(pid: number, file: string, url: string, { seconds }: { seconds: number }): Promise<unknown> {
  const load = fileURLToPath(new URL("load.ts", import.meta.url));
  const child = spawn(process.execPath, [load, url, "10", String(seconds)], { stdio: ["ignore", "pipe", "inherit"] });
  await firstMatch(child, /warm\n/);
  await readDelay(pid, file);
  await new Promise((resolve) => child.once("exit", resolve));
  return readDelay(pid, file);
}

async function readDelay(pid: number, file: string): Promise<unknown> {
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  for (let tries = 0; tries < 100 && !existsSync(file); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return JSON.parse(readFileSync(file, "utf8"));
}

function print(report: { rows: Row[] } & Record<string, unknown>, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(report, null, 2));
    return;
  }
  const { rows, ...rest } = report;
  console.log(rest);
  console.table(rows.map(({ what, ms, of }) => ({ what, ms: ms.toFixed(2), of })));
}
