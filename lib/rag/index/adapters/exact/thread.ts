import type { Transferable, Worker } from "node:worker_threads";
import { startThread } from "../../../../workers/worker-pool.ts";
import type { ExactAnswer, ExactResult, ExactTask } from "./protocol.ts";

/** The thread that holds vectors. It is started when first asked; when it dies, everything it held is gone. */
export interface ExactThread {
  ask(task: ExactTask, transfer?: Transferable[]): Promise<ExactResult>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: ExactResult): void;
  reject(error: Error): void;
}

/** Ids and their maps; the vectors themselves are outside of this. */
const MEMORY_MB = 2_048;

export function createExactThread(onDeath: () => void): ExactThread {
  let worker: Worker | undefined;
  let number = 0;
  const waiting = new Map<number, Waiting>();

  function started(): Worker {
    if (worker) return worker;
    const born = startThread(new URL("./worker.ts", import.meta.url), { memoryMb: MEMORY_MB });
    born.unref();
    born.on("message", (answer: ExactAnswer) => {
      const asked = waiting.get(answer.number);
      waiting.delete(answer.number);
      if (waiting.size === 0) born.unref();
      if ("result" in answer) asked?.resolve(answer.result);
      else asked?.reject(new Error(answer.problem));
    });
    born.on("error", (error) => lose(born, error));
    born.on("exit", () => lose(born, new Error("The thread with the vectors ended.")));
    worker = born;
    return born;
  }

  function lose(dead: Worker, error: unknown): void {
    if (worker !== dead) return;
    worker = undefined;
    const asked = [...waiting.values()];
    waiting.clear();
    onDeath();
    for (const one of asked) one.reject(error instanceof Error ? error : new Error(String(error)));
  }

  return {
    ask(task, transfer = []) {
      const thread = started();
      const { promise, resolve, reject } = Promise.withResolvers<ExactResult>();
      number += 1;
      waiting.set(number, { resolve, reject });
      thread.ref();
      thread.postMessage({ number, task }, transfer);
      return promise;
    },
    async close() {
      const ending = worker;
      worker = undefined;
      for (const one of waiting.values()) one.reject(new Error("The index of vectors is closed."));
      waiting.clear();
      await ending?.terminate();
    },
  };
}
