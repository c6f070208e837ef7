import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from "quickjs-emscripten-core";
import { GUEST_SOURCE } from "./guest.ts";
import type { SandboxAnswer, SandboxFailure, SandboxFailureKind, SandboxLog, SandboxTask } from "./protocol.ts";
import { FILE_NAME, positionIn, syntaxFailure, wrapped } from "./source-check.ts";

/** Stack of the interpreter; the worker's own is made to hold it (lib/workers/worker-pool.ts). */
const STACK_BYTES = 256 * 1024;
const JOBS_BETWEEN_CHECKS = 500;
/** Nested deeper than the engine takes JSON elsewhere. */
const MAX_DEPTH = 500;

class Stopped extends Error {
  readonly failure: SandboxFailure;
  constructor(failure: SandboxFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Executes one task in `module`, which must be new: its memory holds everything the code can touch, and is thrown away
 * with it. `cpuMs` tells the processor time of this thread.
 */
export function execute(module: QuickJSWASMModule, task: SandboxTask, cpuMs: () => number): SandboxAnswer {
  const logs = new LogBook(task);
  try {
    const unreadable = syntaxFailure(task.code);
    if (unreadable) throw new Stopped(unreadable);
    return { result: new Execution(module, task, cpuMs, logs).run(), logs: logs.lines };
  } catch (error) {
    if (error instanceof Stopped) return { failure: error.failure, logs: logs.lines };
    // The interpreter itself ran out of the thread's stack: its memory may be in any state, and is given up with it.
    if (error instanceof RangeError) return { failure: tooDeep(), logs: logs.lines };
    if (error instanceof WebAssembly.RuntimeError) {
      return { failure: { kind: "memory", message: `The interpreter gave up: ${error.message}.` }, logs: logs.lines };
    }
    throw error;
  }
}

class Execution {
  readonly #context: QuickJSContext;
  readonly #runtime: QuickJSRuntime;
  readonly #task: SandboxTask;
  readonly #isOverTime: () => boolean;
  #interrupted = false;
  #guest: QuickJSHandle | undefined;

  constructor(module: QuickJSWASMModule, task: SandboxTask, cpuMs: () => number, logs: LogBook) {
    this.#task = task;
    const until = cpuMs() + task.limits.cpuMs;
    this.#isOverTime = () => cpuMs() > until;
    this.#runtime = module.newRuntime();
    this.#runtime.setMemoryLimit(task.limits.memoryBytes);
    this.#runtime.setMaxStackSize(STACK_BYTES);
    this.#runtime.setInterruptHandler(() => {
      this.#interrupted ||= this.#isOverTime();
      return this.#interrupted;
    });
    this.#context = this.#runtime.newContext();
    this.#guest = this.#prepare(logs);
  }

  /** JSON text of what the code returned. */
  run(): string {
    const { code, input } = this.#task;
    const wrap = this.#value(this.#context.evalCode(wrapped(code), FILE_NAME));
    const promise = this.#call("start", wrap, this.#context.newString(input));
    this.#runJobs();
    const state = this.#context.getPromiseState(promise);
    if (state.type === "pending") throw new Stopped(neverSettles());
    if (state.type === "rejected") throw this.#thrown(state.error);
    return this.#read(state.value);
  }

  #prepare(logs: LogBook): QuickJSHandle {
    const { context, maxText } = { context: this.#context, maxText: this.#task.limits.logBytes };
    const emit = context.newFunction("emit", (level, text) => {
      // guest.ts names no others.
      logs.add(context.getString(level) as SandboxLog["level"], context.getString(text));
      return logs.isFull ? context.true : context.false;
    });
    const make = this.#value(context.evalCode(GUEST_SOURCE, "guest.js"));
    return this.#value(context.callFunction(make, context.undefined, emit, context.newNumber(maxText)));
  }

  #runJobs(): void {
    for (;;) {
      const result = this.#runtime.executePendingJobs(JOBS_BETWEEN_CHECKS);
      if (result.error) throw this.#thrown(result.error);
      this.#interrupted ||= this.#isOverTime();
      if (this.#interrupted) throw new Stopped(overTime(this.#task.limits.cpuMs));
      if (result.value === 0) return;
    }
  }

  #read(value: QuickJSHandle): string {
    const { resultBytes } = this.#task.limits;
    const guest = this.#guest as QuickJSHandle;
    const text = this.#context.callFunction(this.#context.getProp(guest, "read"), this.#context.undefined, value);
    if (text.error) {
      const thrown = this.#thrown(text.error);
      throw thrown.failure.kind === "thrown"
        ? new Stopped({
            ...thrown.failure,
            kind: "not_json",
            message: `The result cannot be kept as JSON: ${thrown.message}`,
          })
        : thrown;
    }
    // Counted where it is, before it is copied.
    const length = this.#context.getNumber(this.#context.getProp(text.value, "length"));
    const json = length > resultBytes ? null : this.#context.getString(text.value);
    if (json === null || Buffer.byteLength(json) > resultBytes) throw new Stopped(resultTooLarge(resultBytes));
    if (isNestedDeeper(json, MAX_DEPTH)) {
      throw new Stopped({ kind: "depth", message: `The result is nested more than ${MAX_DEPTH} deep.` });
    }
    return json;
  }

  #call(name: "start" | "describe", ...values: QuickJSHandle[]): QuickJSHandle {
    const guest = this.#guest as QuickJSHandle;
    return this.#value(
      this.#context.callFunction(this.#context.getProp(guest, name), this.#context.undefined, ...values),
    );
  }

  #value(result: ReturnType<QuickJSContext["evalCode"]>): QuickJSHandle {
    if (result.error) throw this.#thrown(result.error);
    return result.value;
  }

  /** What the code threw, told apart from what stopped it. */
  #thrown(error: QuickJSHandle): Stopped {
    const { limits } = this.#task;
    if (this.#interrupted) return new Stopped(overTime(limits.cpuMs));
    // There is no memory left to look at the error with.
    if (this.#context.typeof(error) === "null") return new Stopped(outOfMemory(limits.memoryBytes));
    this.#runtime.setMemoryLimit(limits.memoryBytes + 1024 * 1024);
    const guest = this.#guest;
    const described =
      guest && this.#context.callFunction(this.#context.getProp(guest, "describe"), this.#context.undefined, error);
    if (!described || described.error) return new Stopped({ kind: "thrown", message: "The code failed." });
    // The guest makes it of three texts, whatever the code has done to the built-ins.
    const { name, message, stack } = JSON.parse(this.#context.getString(described.value)) as Record<
      "name" | "message" | "stack",
      string
    >;
    const at = positionIn(stack);
    if (name === "InternalError" && message === "out of memory") {
      return new Stopped({ ...outOfMemory(limits.memoryBytes), ...at });
    }
    if ((name === "RangeError" || name === "InternalError") && /stack (size|overflow)|call stack/i.test(message)) {
      return new Stopped({ ...tooDeep(), ...at });
    }
    const kind: SandboxFailureKind = name === "SyntaxError" && stack.includes(FILE_NAME) ? "syntax" : "thrown";
    const text = [name === "Error" ? "" : name, message].filter((part) => part !== "").join(": ");
    return new Stopped({ kind, message: text || "An error without a message", ...at });
  }
}

/** What the code wrote to its console, up to the limits; the last line then says that more was dropped. */
class LogBook {
  readonly lines: SandboxLog[] = [];
  readonly #limits: SandboxTask["limits"];
  #bytes = 0;
  isFull = false;

  constructor({ limits }: SandboxTask) {
    this.#limits = limits;
  }

  add(level: SandboxLog["level"], message: string): void {
    if (this.isFull) return;
    this.#bytes += Buffer.byteLength(message);
    this.isFull = this.#bytes > this.#limits.logBytes || this.lines.length >= this.#limits.logLines;
    this.lines.push(
      this.isFull ? { level: "warn", message: "More lines were written and are not kept." } : { level, message },
    );
  }
}

/** Whether lists and objects in this JSON text are nested more than `depth` deep. */
function isNestedDeeper(json: string, depth: number): boolean {
  let open = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (inText) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) inText = false;
    } else if (char === 0x22) inText = true;
    else if (char === 0x7b || char === 0x5b) {
      open += 1;
      if (open > depth) return true;
    } else if (char === 0x7d || char === 0x5d) open -= 1;
  }
  return false;
}

function overTime(ms: number): SandboxFailure {
  return { kind: "cpu", message: `The code computed longer than ${ms / 1000} s. Look for a loop that does not end.` };
}
function outOfMemory(bytes: number): SandboxFailure {
  return { kind: "memory", message: `The code needs more than ${mebi(bytes)} of memory. Work on less at a time.` };
}
function resultTooLarge(bytes: number): SandboxFailure {
  return { kind: "result_size", message: `The result is larger than ${mebi(bytes)}. Return less of it.` };
}
function tooDeep(): SandboxFailure {
  return {
    kind: "depth",
    message: "The code calls itself too deep. Look for a function that never stops calling itself.",
  };
}
function neverSettles(): SandboxFailure {
  return {
    kind: "never_settles",
    message: "The code waits for something that never happens: there are no timers and no network here.",
  };
}
function mebi(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${bytes} bytes`;
}
