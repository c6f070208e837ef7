import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { experimental_streamTextLowMemory } from "ai";
import { credentialsOf, testAi } from "../lib/ai/testing.ts";
import { createOutboundGate } from "../lib/outbound/gate.ts";
import { chain, inRow } from "./documents.ts";
import { machine } from "./machine.ts";
import { API_KEY, type BenchServer, firstMatch, newDataDir, removeDataDir, startServer } from "./server.ts";

const STREAMS = 200;
const WORDS = 100;
const PAUSE_MS = 50;
const FIRST_TOKENS = 100;
const CPU_CALLS = 300;

/** What the facade adds to a call; how soon a word is at the viewer; how late the loop is with 200 streams. */
export async function ai(options: { json: boolean; seconds: number; repeats: number }): Promise<void> {
  const peer = spawn(process.execPath, [fileURLToPath(new URL("model-peer.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const dataDir = newDataDir();
  const delayFile = join(tmpdir(), `heddle-bench-delay-${process.pid}.json`);
  let server: BenchServer | undefined;
  try {
    const origin = (await firstMatch(peer, /peer at (http:\S+)\//)) ?? "";
    const overhead = await facade(origin, options);
    server = await startServer(dataDir, {
      HEDDLE_ALLOW_LOOPBACK: "1",
      NODE_OPTIONS: `--import ${new URL("loop-delay.ts", import.meta.url).href}`,
      BENCH_LOOP_DELAY: delayFile,
    });
    await post(server.url, "/credentials", {
      name: "Peer",
      type: "openai-compatible",
      values: { baseUrl: `${origin}/v1` },
    });
    const firstToken = await firstTokens(server.url);
    const streams = await manyStreams(server, delayFile);
    const report = { date: new Date().toISOString(), machine: machine(), facade: overhead, firstToken, streams };
    console.log(options.json ? JSON.stringify(report, null, 2) : report);
  } finally {
    peer.kill();
    await server?.stop();
    removeDataDir(dataDir);
    rmSync(delayFile, { force: true });
  }
}

/**
 * A call through the facade (gate, SDK, what holds it back and counts it, without the journal) beside the SDK's own call, which the
 * facade stands on, and a bare fetch of the same.
 */
async function facade(origin: string, { seconds, repeats }: { seconds: number; repeats: number }) {
  const gate = createOutboundGate({ allowLoopback: true });
  const values = { baseUrl: `${origin}/v1` };
  const source = credentialsOf({ crd_peer: { name: "Peer", type: "openai-compatible", values } });
  const { ai } = testAi(gate, origin, source);
  const model = "words-1-0";
  const body = JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "Hi." }] });
  const bare = async () => {
    const answer = await fetch(`${origin}/v1/chat/completions`, { method: "POST", body });
    await answer.text();
  };
  const provider = createOpenAICompatible({ name: "peer", baseURL: `${origin}/v1`, apiKey: "none" });
  const sdk = async () => {
    const answer = experimental_streamTextLowMemory({ model: provider(model), prompt: "Hi.", maxRetries: 0 });
    for await (const part of answer.stream) if (part.type === "error") throw part.error;
  };
  const whole = async () => void (await ai.generate({ model: `crd_peer/${model}`, prompt: "Hi." }));
  const times = { bare: [] as number[], sdk: [] as number[], whole: [] as number[] };
  const cpu = { bare: 0, sdk: 0, whole: 0 };
  for (let round = 0; round <= repeats; round += 1) {
    const until = performance.now() + seconds * 1_000;
    // The first round only warms up.
    const kept = round === 0 ? { bare: [], sdk: [], whole: [] } : times;
    // In turns, so that all meet the same moments of the machine.
    while (performance.now() < until) {
      kept.bare.push(await timed(bare));
      kept.sdk.push(await timed(sdk));
      kept.whole.push(await timed(whole));
    }
  }
  // On a busy machine waiting is most of the time: what it costs the processor does not depend on that.
  for (const [name, call] of [
    ["bare", bare],
    ["sdk", sdk],
    ["whole", whole],
  ] as const) {
    const before = process.cpuUsage();
    for (let index = 0; index < CPU_CALLS; index += 1) await call();
    const { user, system } = process.cpuUsage(before);
    cpu[name] = (user + system) / CPU_CALLS / 1_000;
  }
  await gate.close();
  const [bareMs, sdkMs, wholeMs] = [at(times.bare, 0.5), at(times.sdk, 0.5), at(times.whole, 0.5)];
  return {
    "bare fetch, median ms": rounded(bareMs),
    "AI SDK alone, median ms": rounded(sdkMs),
    "facade, median ms": rounded(wholeMs),
    "added to the SDK, ms (bar: 2)": rounded(wholeMs - sdkMs),
    "added to a bare fetch, ms": rounded(wholeMs - bareMs),
    "processor, ms a call": { bare: rounded(cpu.bare), sdk: rounded(cpu.sdk), facade: rounded(cpu.whole) },
    calls: times.whole.length,
  };
}

/** From the moment the provider writes the first word to its arrival in the event stream that the run's page reads. */
async function firstTokens(url: string) {
  const workflow = await askingWorkflow(url, `words-20-${PAUSE_MS}`);
  const times: number[] = [];
  for (let index = 0; index < FIRST_TOKENS; index += 1) {
    const runId = await startRun(url, workflow);
    times.push(await firstWord(url, runId));
  }
  return {
    "median ms": rounded(at(times, 0.5)),
    "p95 ms (bar: 50)": rounded(at(times, 0.95)),
    "longest ms": rounded(at(times, 1)),
    runs: times.length,
  };
}

async function manyStreams(server: BenchServer, delayFile: string) {
  const workflow = await askingWorkflow(server.url, `words-${WORDS}-${PAUSE_MS}`);
  const begin = performance.now();
  const runs = await Promise.all(Array.from({ length: STREAMS }, () => startRun(server.url, workflow)));
  // All are under way now: what comes before is the load of starting them.
  await readDelay(server.pid, delayFile);
  const watched = new AbortController();
  const viewers = runs
    .slice(0, 10)
    .map((runId) => watch(server.url, runId, () => false, watched.signal).catch(() => {}));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const delay = await readDelay(server.pid, delayFile);
  watched.abort();
  await Promise.all(viewers);
  const ends = await Promise.all(runs.map((runId) => ended(server.url, runId)));
  const completed = ends.filter((state) => state === "completed").length;
  return {
    "loop delay, ms (bar: p99 of 20)": delay,
    streams: STREAMS,
    "words a second": Math.round((STREAMS * 1_000) / PAUSE_MS),
    completed,
    "ms for all": Math.round(performance.now() - begin),
  };
}

async function post(url: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

async function askingWorkflow(url: string, model: string): Promise<string> {
  const nodes = [
    { id: "start", type: "trigger.manual", config: {} },
    { id: "ask", type: "ai.llm", config: { model: `openai-compatible/${model}`, prompt: "Hi." } },
  ];
  const { id } = await post(url, "/workflows", { name: model, document: chain(nodes, inRow(["start", "ask"])) });
  return String(id);
}

async function startRun(url: string, workflow: string): Promise<string> {
  const { run } = await post(url, `/workflows/${workflow}/runs`, { version: "draft" });
  return String((run as { id: string }).id);
}

async function ended(url: string, runId: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/runs/${runId}`, { headers: { authorization: `Bearer ${API_KEY}` } });
    const { state } = (await response.json()) as { state: string };
    if (state === "completed" || state === "failed") return state;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function firstWord(url: string, runId: string): Promise<number> {
  let written = 0;
  const stop = new AbortController();
  await watch(
    url,
    runId,
    (text) => {
      const found = /at=([\d.]+) /.exec(text);
      if (!found) return false;
      written = Number(found[1]);
      return true;
    },
    stop.signal,
  );
  const seen = performance.timeOrigin + performance.now();
  stop.abort();
  return seen - written;
}

/** Reads a run's event stream as a browser does, until `enough` says so. */
async function watch(
  url: string,
  runId: string,
  enough: (text: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(`${url}/api/v1/events?topics=run:${runId}&after=0`, {
    headers: { authorization: `Bearer ${API_KEY}`, accept: "text/event-stream" },
    signal,
  });
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    if (enough(text)) return;
  }
}

async function readDelay(pid: number, file: string): Promise<unknown> {
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  for (let tries = 0; tries < 100 && !existsSync(file); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return JSON.parse(readFileSync(file, "utf8"));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
