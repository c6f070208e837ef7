import { parentPort } from "node:worker_threads";
import { ExactBlock } from "./block.ts";
import { openKernel } from "./kernel.ts";
import type { ExactAnswer, ExactQuestion, ExactResult, ExactTask } from "./protocol.ts";

const blocks = new Map<string, ExactBlock>();
const kernel = openKernel();

parentPort?.on("message", ({ number, task }: ExactQuestion) => {
  parentPort?.postMessage(answer(number, task));
});

function answer(number: number, task: ExactTask): ExactAnswer {
  try {
    return { number, result: perform(task) };
  } catch (error) {
    return { number, problem: error instanceof Error ? error.message : String(error) };
  }
}

function perform(task: ExactTask): ExactResult {
  if (task.do === "forget") {
    blocks.get(task.base)?.release();
    blocks.delete(task.base);
  }
  const block =
    blocks.get(task.base) ?? (task.do === "add" ? new ExactBlock(task.metric, task.dimensions, kernel) : undefined);
  if (block === undefined) return { count: 0, bytes: 0, hits: [] };
  blocks.set(task.base, block);
  if (task.do === "add") block.add(task.batch);
  if (task.do === "keep") block.keep(task.living);
  const hits = task.do === "search" ? block.search(task.vector, task.count, task.documents) : [];
  return { count: block.count, bytes: block.bytes, hits };
}
