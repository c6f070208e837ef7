import { parentPort, workerData } from "node:worker_threads";
import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";
import { execute } from "./execute.ts";
import type { SandboxTask } from "./protocol.ts";

// The compiled module is shared by all workers; an instance of it, which has the memory, is made for each task.
const fresh = newVariant(variant, { wasmModule: (workerData as { wasm: WebAssembly.Module }).wasm });

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

parentPort?.on("message", async (task: SandboxTask) => {
  const module = await newQuickJSWASMModuleFromVariant(fresh);
  parentPort?.postMessage(execute(module, task, cpuMs));
});
