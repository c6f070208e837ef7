import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const START_MS = 90_000;

export interface RunningServer {
  url: string;
  /** Ends it as a power cut would end the process: the database stays as it is. */
  kill(): Promise<void>;
  /** Ends it as an operator would, and removes its data. */
  stop(): Promise<void>;
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), "heddle-e2e-"));
}

/** The production build on a free port (`PORT` to keep one), with an empty data folder of its own unless one is given. */
export async function startServer(env: Record<string, string> = {}, dataDir = newDataDir()): Promise<RunningServer> {
  const server = spawn(process.execPath, ["server.ts"], {
    cwd: root,
    env: { ...process.env, PORT: "0", HEDDLE_DATA_DIR: dataDir, HEDDLE_ALLOW_LOOPBACK: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await readyUrl(server);
  return {
    url,
    async kill() {
      const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
      server.kill("SIGKILL");
      await ended;
    },
    async stop() {
      await end(server);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function readyUrl(server: ChildProcess): Promise<string> {
  mkdirSync(join(root, "test-results"), { recursive: true });
  const log = createWriteStream(join(root, "test-results", "server.log"), { flags: "a" });
  let said = "";
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server did not start: ${why}\n${said}`));
    const timer = setTimeout(() => fail(`not ready after ${START_MS} ms`), START_MS);
    const read = (chunk: Buffer) => {
      log.write(chunk);
      said += chunk;
      const url = /Heddle is ready: (\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      said = "";
      resolve(url);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => fail(`it ended with code ${code}`));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill("SIGTERM");
  await ended;
}
