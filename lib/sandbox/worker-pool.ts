import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { SandboxAnswer, SandboxTask } from "./protocol.ts";

/** Threads that each do one task at a time. One that is not done in time is killed, and another takes its place. */
export interface WorkerPool {
  /**
   * Waits for a free thread, then for the answer. `killed`: the time by the clock ran out. `full`: too many wait.
   * Rejects with the signal's reason when it fires, whether the task was waiting or running.
   */
  run(task: SandboxTask, signal: AbortSignal): Promise<SandboxAnswer | "killed" | "full">;
  /** Threads that are alive. */
  size(): number;
  close(): Promise<void>;
}

export interface PoolOptions {
  threads: number;
  queue: number;
  /** An idle thread is given up after this long, in ms. */
  idleMs?: number;
}

interface Job {
  task: SandboxTask;
  settle(answer: SandboxAnswer | "killed"): void;
  fail(error: unknown): void;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  tasks: number;
  timer: NodeJS.Timeout | undefined;
}

/** After this many tasks a thread makes room for a new one: memory that V8 has not given back goes with it. */
const TASKS_PER_THREAD = 500;
/** On top of the time a task has, so that its own limit is the one that is usually met. */
const GRACE_MS = 250;

export function createWorkerPool(options: PoolOptions): WorkerPool {
  const { threads, queue, idleMs = 30_000 } = options;
  const seats = new Set<Seat>();
  const waiting: Job[] = [];
  let wasm: Promise<WebAssembly.Module> | undefined;
  let opening = 0;
  let closed = false;

  function take(): void {
    while (waiting.length > 0) {
      const free = [...seats].find((seat) => seat.job === undefined);
      if (free) begin(free, waiting.shift() as Job);
      else {
        if (seats.size + opening < threads) void open();
        return;
      }
    }
  }

  async function open(): Promise<void> {
    opening += 1;
    try {
      wasm ??= compileInterpreter();
      const worker = startWorker(await wasm);
      if (closed) return void worker.terminate();
      const seat: Seat = { worker, job: undefined, tasks: 0, timer: undefined };
      worker.on("message", (answer: SandboxAnswer) => finish(seat, answer));
      worker.on("error", (error) => leave(seat, error));
      worker.on("exit", () => leave(seat, new Error("The sandbox's thread ended.")));
      seats.add(seat);
      if (waiting.length === 0) rest(seat);
    } catch (error) {
      wasm = undefined;
      waiting.shift()?.fail(error);
    } finally {
      opening -= 1;
    }
    take();
  }

  function begin(seat: Seat, job: Job): void {
    clearTimeout(seat.timer);
    seat.worker.ref();
    seat.job = job;
    seat.tasks += 1;
    seat.timer = setTimeout(() => {
      job.settle("killed");
      drop(seat);
    }, job.task.limits.wallMs + GRACE_MS);
    seat.worker.postMessage(job.task);
  }

  function finish(seat: Seat, answer: SandboxAnswer): void {
    clearTimeout(seat.timer);
    seat.job?.settle(answer);
    seat.job = undefined;
    if ("failure" in answer || seat.tasks >= TASKS_PER_THREAD) drop(seat);
    else rest(seat);
    take();
  }

  function rest(seat: Seat): void {
    seat.worker.unref();
    seat.timer = setTimeout(() => drop(seat), idleMs);
    seat.timer.unref();
  }

  /** A thread that died by itself: out of its own memory, say. */
  function leave(seat: Seat, error: unknown): void {
    seat.job?.fail(error);
    drop(seat);
  }

  function drop(seat: Seat): void {
    clearTimeout(seat.timer);
    seat.job = undefined;
    if (!seats.delete(seat)) return;
    seat.worker.removeAllListeners();
    // A thread that ends says so with an error of its own; nobody is interested any more.
    seat.worker.on("error", () => {});
    void seat.worker.terminate();
    take();
  }

  return {
    size: () => seats.size,
    run(task, signal) {
      signal.throwIfAborted();
      if (closed) throw new Error("The sandbox is closed.");
      if (waiting.length >= queue) return Promise.resolve("full");
      const { promise, resolve, reject } = Promise.withResolvers<SandboxAnswer | "killed">();
      const job: Job = { task, settle: resolve, fail: reject };
      const stop = () => {
        reject(signal.reason);
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        for (const seat of seats) if (seat.job === job) drop(seat);
      };
      signal.addEventListener("abort", stop, { once: true });
      waiting.push(job);
      take();
      return promise.finally(() => signal.removeEventListener("abort", stop));
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.fail(new Error("The sandbox is closed."));
      const alive = [...seats];
      seats.clear();
      await Promise.all(
        alive.map((seat) => {
          clearTimeout(seat.timer);
          seat.worker.removeAllListeners();
          seat.job?.fail(new Error("The sandbox is closed."));
          return seat.worker.terminate();
        }),
      );
    },
  };
}

async function compileInterpreter(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
  return WebAssembly.compile(await readFile(file));
}

/** A thread without the process's environment, arguments and output, and with bounds on its own memory. */
function startWorker(wasm: WebAssembly.Module): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { wasm },
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
  });
}
