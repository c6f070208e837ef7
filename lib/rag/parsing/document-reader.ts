import { limits } from "../../config/limits.ts";
import { NodeError } from "../../nodes/define.ts";
import { createWorkerPool, startThread } from "../../workers/worker-pool.ts";
import type { BaseSettings } from "../base-settings.ts";
import type { GivenFile } from "./parse-document.ts";
import type { ReadDocument, ReadingAnswer, ReadingTask } from "./protocol.ts";

/** Reads files into text and passages, on a thread of its own: whatever a file does to it, the server goes on. */
export interface DocumentReader {
  /** @throws NodeError `invalid_input` with what is wrong, `timeout`, `quota`; the signal's reason */
  read(file: GivenFile, settings: BaseSettings, signal: AbortSignal): Promise<ReadDocument>;
  close(): Promise<void>;
}

export function createDocumentReader(options: { wallMs?: number; memoryMb?: number } = {}): DocumentReader {
  const { wallMs = limits.documentReadMs, memoryMb = limits.documentReadMemoryMb } = options;
  const pool = createWorkerPool<ReadingTask, ReadingAnswer>({
    name: "The reader of documents",
    start: async () => startThread(new URL("./worker.ts", import.meta.url), { memoryMb }),
    threads: 1,
    queue: 1_000,
  });
  return {
    async read(file, settings, signal) {
      const task = { ...file, settings, maxCharacters: limits.documentCharacters };
      const answer = await pool.run(task, wallMs, signal).catch((cause: unknown) => {
        signal.throwIfAborted();
        throw refused("quota", "It needs more memory than reading a document may use. Split it into parts.", cause);
      });
      if (answer === "full") throw new NodeError("quota", "Too many documents wait for their turn. It is tried again.");
      if (answer === "killed") {
        throw refused("timeout", `Reading it took longer than ${wallMs / 1000} s. Split it into parts.`);
      }
      if ("problem" in answer) throw refused("invalid_input", answer.problem);
      return answer.read;
    },
    close: () => pool.close(),
  };
}

function refused(code: "quota" | "timeout" | "invalid_input", message: string, cause?: unknown): NodeError {
  return new NodeError(code, message, { retry: "never", ...(cause === undefined ? {} : { cause }) });
}
