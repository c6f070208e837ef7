import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Loaded into the server that is measured (`node --import`): how late its event loop is. SIGUSR2 writes what was seen since the last
 * signal to the file that BENCH_LOOP_DELAY names, in milliseconds.
 */
const file = process.env.BENCH_LOOP_DELAY;
if (file) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  process.on("SIGUSR2", () => {
    const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e4) / 100;
    writeFileSync(
      file,
      JSON.stringify({ p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) }),
    );
    histogram.reset();
  });
}
