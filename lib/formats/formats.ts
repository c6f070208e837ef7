import { limits } from "../config/limits.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import { createWorkerPool, startThread } from "../workers/worker-pool.ts";
import type { Conversion, ConversionAnswer, ConversionTask } from "./protocol.ts";

/** Reads and writes texts of common formats, on threads of its own: a large one never holds up the server. */
export interface Formats {
  /**
   * @throws NodeError `invalid_input` with `details.line`, `details.row` … where the text cannot be read, `timeout`,
   * `quota`; the signal's reason
   */
  convert(conversion: Conversion, value: Json, options: JsonObject, signal: AbortSignal): Promise<Json>;
  close(): Promise<void>;
}

export function createFormats(options: { threads?: number; memoryMb?: number } = {}): Formats {
  const pool = createWorkerPool<ConversionTask, ConversionAnswer>({
    name: "The pool for formats",
    start: async () =>
      startThread(new URL("./worker.ts", import.meta.url), { memoryMb: options.memoryMb ?? limits.formatMemoryMb }),
    threads: options.threads ?? 1,
    queue: limits.codeQueue,
  });
  return {
    async convert(conversion, value, given, signal) {
      const answer = await pool
        .run({ conversion, value, options: given }, limits.formatMs, signal)
        .catch((error: unknown) => {
          signal.throwIfAborted();
          throw tooLarge(error);
        });
      if (answer === "full")
        throw new NodeError("quota", "Too many conversions wait for their turn. It is tried again.");
      if (answer === "killed") {
        throw new NodeError("timeout", `It was stopped: it took longer than ${limits.formatMs / 1000} s.`, {
          retry: "never",
        });
      }
      if ("value" in answer) return answer.value;
      const { message, where } = answer.problem;
      throw new NodeError("invalid_input", message, { retry: "never", details: where });
    },
    close: () => pool.close(),
  };
}

/** A thread that dies has met the bound of its memory: nothing else ends one. */
function tooLarge(cause: unknown): NodeError {
  return new NodeError("quota", "It needs more memory than a conversion may use. Split the text into parts.", {
    retry: "never",
    cause,
  });
}
