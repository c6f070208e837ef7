import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { limits as productLimits } from "../config/limits.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import { NodeError, type NodeErrorCode } from "../nodes/define.ts";
import { createWorkerPool, startThread } from "../workers/worker-pool.ts";
import type {
  SandboxAnswer,
  SandboxFailure,
  SandboxFailureKind,
  SandboxLimits,
  SandboxLog,
  SandboxTask,
} from "./protocol.ts";

export interface SandboxResult {
  result: Json;
  logs: SandboxLog[];
}

/** Runs code that nobody vouches for. It reaches nothing: no network, files, timers, modules, nor other runs. */
export interface Sandbox {
  /**
   * Runs `code`, the body of an async function of `input`.
   * @throws NodeError `invalid_input` (it failed; `details.line`, `details.column`), `timeout`, `quota`,
   * `output_too_large`; the signal's reason
   */
  run(code: string, input: Json, signal: AbortSignal): Promise<SandboxResult>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  limits?: Partial<SandboxLimits>;
  threads?: number;
  queue?: number;
}

const defaults: SandboxLimits = {
  cpuMs: productLimits.codeCpuMs,
  wallMs: productLimits.codeWallMs,
  memoryBytes: productLimits.codeMemoryBytes,
  resultBytes: productLimits.codeResultBytes,
  logBytes: productLimits.codeLogBytes,
  logLines: productLimits.codeLogLines,
};
/** Of what a failed run wrote, the error keeps the end. */
const LOGS_IN_ERROR = 20;

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const limits = { ...defaults, ...options.limits };
  let wasm: Promise<WebAssembly.Module> | undefined;
  const pool = createWorkerPool<SandboxTask, SandboxAnswer>({
    name: "The sandbox",
    async start() {
      wasm ??= compileInterpreter();
      // The next thread tries anew what could not be read for this one.
      wasm.catch(() => {
        wasm = undefined;
      });
      return startThread(new URL("./worker.ts", import.meta.url), { workerData: { wasm: await wasm }, memoryMb: 128 });
    },
    isSpent: (answer) => "failure" in answer,
    threads: options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1)),
    queue: options.queue ?? productLimits.codeQueue,
  });
  return {
    async run(code, input, signal) {
      refuseSize("code", Buffer.byteLength(code), productLimits.codeBytes);
      const text = JSON.stringify(input);
      refuseSize("input", Buffer.byteLength(text), productLimits.codeInputBytes);
      const answer = await pool.run({ code, input: text, limits }, limits.wallMs, signal);
      if (answer === "full") throw busy();
      if (answer === "killed") throw killed(limits.wallMs);
      if ("failure" in answer) throw failed(answer.failure, answer.logs);
      return { result: parseJson(answer.result), logs: answer.logs };
    },
    close: () => pool.close(),
  };
}

function refuseSize(what: "code" | "input", bytes: number, most: number): void {
  if (bytes <= most) return;
  throw new NodeError("invalid_input", `The ${what} is larger than ${most / 1024} KiB, the most the sandbox takes.`, {
    retry: "never",
    details: { reason: `${what}_size`, maxBytes: most },
  });
}

const codes: Record<SandboxFailureKind, NodeErrorCode> = {
  syntax: "invalid_input",
  thrown: "invalid_input",
  not_json: "invalid_input",
  never_settles: "invalid_input",
  depth: "invalid_input",
  cpu: "timeout",
  memory: "quota",
  result_size: "output_too_large",
};

function failed({ kind, message, line, column }: SandboxFailure, logs: readonly SandboxLog[]): NodeError {
  const at: JsonObject = line === undefined || column === undefined ? {} : { line, column };
  const where = line === undefined ? "" : ` (line ${line}, column ${column})`;
  return new NodeError(codes[kind], `${message}${where}`, {
    // The same code on the same input comes to the same end.
    retry: "never",
    details: { reason: kind, ...at, ...lastLines(logs) },
  });
}

function lastLines(logs: readonly SandboxLog[]): JsonObject {
  if (logs.length === 0) return {};
  return { logs: logs.slice(-LOGS_IN_ERROR).map(({ level, message }) => ({ level, message })) };
}

function killed(wallMs: number): NodeError {
  return new NodeError("timeout", `The code was stopped: it took longer than ${wallMs / 1000} s.`, {
    retry: "never",
    details: { reason: "wall" },
  });
}

function busy(): NodeError {
  return new NodeError("quota", "Too many code nodes wait for their turn. It is tried again.", {
    details: { reason: "queue" },
  });
}

async function compileInterpreter(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
  return WebAssembly.compile(await readFile(file));
}
