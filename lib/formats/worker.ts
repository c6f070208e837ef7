import { parentPort } from "node:worker_threads";
import { convert } from "./convert.ts";
import type { ConversionTask } from "./protocol.ts";

parentPort?.on("message", (task: ConversionTask) => parentPort?.postMessage(convert(task)));
