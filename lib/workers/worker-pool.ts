import { Worker, type WorkerOptions } from "node:worker_threads";

/** Threads that each do one task at a time. One that is not done in time is killed, and another takes its place. */
export interface WorkerPool<Task, Answer> {
  /**
   * Waits for a free thread, then for the answer. `killed`: the time by the clock ran out. `full`: too many wait.
   * Rejects with the signal's reason when it fires, whether the task was waiting or running.
   * @param wallMs time the task may take by the clock
   */
  run(task: Task, wallMs: number, signal: AbortSignal): Promise<Answer | "killed" | "full">;
  /** Threads that are alive. */
  size(): number;
  close(): Promise<void>;
}

export interface PoolOptions<Answer> {
  /** As errors call it: "The sandbox". */
  name: string;
  /** Opens a thread, which answers each message with one. */
  start(): Promise<Worker>;
  /** True when the thread had better not be used again after this answer. */
  isSpent?(answer: Answer): boolean;
  threads: number;
  queue: number;
  /** An idle thread is given up after this long, in ms. */
  idleMs?: number;
}

interface Job<Task, Answer> {
  task: Task;
  wallMs: number;
  settle(answer: Answer | "killed"): void;
  fail(error: unknown): void;
}

interface Seat<Task, Answer> {
  worker: Worker;
  job: Job<Task, Answer> | undefined;
  tasks: number;
  timer: NodeJS.Timeout | undefined;
}

/** After this many tasks a thread makes room for a new one: memory that V8 has not given back goes with it. */
const TASKS_PER_THREAD = 500;
/** On top of the time a task has, so that its own limit is the one that is usually met. */
const GRACE_MS = 250;

export function createWorkerPool<Task, Answer>(options: PoolOptions<Answer>): WorkerPool<Task, Answer> {
  type OneJob = Job<Task, Answer>;
  type OneSeat = Seat<Task, Answer>;
  const { name, threads, queue, idleMs = 30_000 } = options;
  const seats = new Set<OneSeat>();
  const waiting: OneJob[] = [];
  let opening = 0;
  let closed = false;

  function take(): void {
    while (waiting.length > 0) {
      const free = [...seats].find((seat) => seat.job === undefined);
      if (free) begin(free, waiting.shift() as OneJob);
      else {
        if (seats.size + opening < threads) void open();
        return;
      }
    }
  }

  async function open(): Promise<void> {
    opening += 1;
    try {
      const worker = await options.start();
      if (closed) return void worker.terminate();
      const seat: OneSeat = { worker, job: undefined, tasks: 0, timer: undefined };
      worker.on("message", (answer: Answer) => finish(seat, answer));
      worker.on("error", (error) => leave(seat, error));
      worker.on("exit", () => leave(seat, new Error(`A thread of ${name.toLowerCase()} ended.`)));
      seats.add(seat);
      if (waiting.length === 0) rest(seat);
    } catch (error) {
      waiting.shift()?.fail(error);
    } finally {
      opening -= 1;
    }
    take();
  }

  function begin(seat: OneSeat, job: OneJob): void {
    clearTimeout(seat.timer);
    seat.worker.ref();
    seat.job = job;
    seat.tasks += 1;
    seat.timer = setTimeout(() => {
      job.settle("killed");
      drop(seat);
    }, job.wallMs + GRACE_MS);
    seat.worker.postMessage(job.task);
  }

  function finish(seat: OneSeat, answer: Answer): void {
    clearTimeout(seat.timer);
    seat.job?.settle(answer);
    seat.job = undefined;
    if (options.isSpent?.(answer) || seat.tasks >= TASKS_PER_THREAD) drop(seat);
    else rest(seat);
    take();
  }

  function rest(seat: OneSeat): void {
    seat.worker.unref();
    seat.timer = setTimeout(() => drop(seat), idleMs);
    seat.timer.unref();
  }

  /** A thread that died by itself: out of its own memory, say. */
  function leave(seat: OneSeat, error: unknown): void {
    seat.job?.fail(error);
    drop(seat);
  }

  function drop(seat: OneSeat): void {
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
    run(task, wallMs, signal) {
      signal.throwIfAborted();
      if (closed) throw new Error(`${name} is closed.`);
      if (waiting.length >= queue) return Promise.resolve("full");
      const { promise, resolve, reject } = Promise.withResolvers<Answer | "killed">();
      const job: OneJob = { task, wallMs, settle: resolve, fail: reject };
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
      for (const job of waiting.splice(0)) job.fail(new Error(`${name} is closed.`));
      const alive = [...seats];
      seats.clear();
      await Promise.all(
        alive.map((seat) => {
          clearTimeout(seat.timer);
          seat.worker.removeAllListeners();
          seat.job?.fail(new Error(`${name} is closed.`));
          return seat.worker.terminate();
        }),
      );
    },
  };
}

/** A thread without the process's environment, arguments and output, and with bounds on its own memory. */
export function startThread(file: URL, options: { workerData?: unknown; memoryMb: number }): Worker {
  const bare: WorkerOptions = { env: {}, argv: [], execArgv: [], stdin: false, stdout: true, stderr: true };
  return new Worker(file, {
    ...bare,
    workerData: options.workerData,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
  });
}
