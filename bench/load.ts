import { Agent, request } from "undici";

/**
 * The load: closed loops over kept-open connections, in a process of its own, bounded in time.
 * `node bench/load.ts <url> <connections> <seconds>` prints what it saw as JSON.
 */
const [url = "", connections = "1", seconds = "1"] = process.argv.slice(2);
const { hostname } = new URL(url);
if (hostname !== "127.0.0.1") throw new Error("the load goes to this machine only");
const dispatcher = new Agent({ connections: Number(connections), pipelining: 1 });
const body = JSON.stringify({ price: 12.5, count: 4, order: 48213, customer: "Lena Brandt" });
const latencies: number[] = [];
let failed = 0;

async function loop(until: number, keep: boolean): Promise<void> {
  while (performance.now() < until) {
    const start = performance.now();
    const response = await request(url, {
      method: "POST",
      dispatcher,
      headers: { "content-type": "application/json" },
      body,
    });
    await response.body.text();
    if (response.statusCode >= 300) failed += 1;
    if (keep) latencies.push(performance.now() - start);
  }
}

const all = (ms: number, keep: boolean) => {
  const until = performance.now() + ms;
  return Promise.all(Array.from({ length: Number(connections) }, () => loop(until, keep)));
};
// Long enough for V8 to have compiled what is measured: an interpreter's speed is nobody's question.
await all(3_000, false);
process.stdout.write("warm\n");
const start = performance.now();
await all(Number(seconds) * 1_000, true);
const elapsed = (performance.now() - start) / 1_000;
latencies.sort((a, b) => a - b);
const at = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
console.log(
  JSON.stringify({
    requests: latencies.length,
    failed,
    perSecond: latencies.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
  }),
);
await dispatcher.close();
