import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
export const API_KEY = "hk_benchbenchbenchbenchbench0123";

export interface BenchServer {
  url: string;
  pid: number;
  /** Where its PostgreSQL listens, and its first process. */
  postgres: { socket: string; port: string; pid: number };
  /** Milliseconds from the start of the process to the first answer of /api/ready. */
  startMs: number;
  stop(): Promise<void>;
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), "heddle-bench-"));
}

/** The production build over its embedded PostgreSQL. @param env more of its environment */
export async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<BenchServer> {
  const begin = performance.now();
  const child = spawn(process.execPath, ["server.ts"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORT: "0",
      HEDDLE_DATA_DIR: dataDir,
      HEDDLE_OWNER_EMAIL: "owner@localhost",
      HEDDLE_OWNER_PASSWORD: "thread-through-an-eye",
      HEDDLE_OWNER_API_KEY: API_KEY,
      ...env,
    },
  });
  const said = await firstMatch(child, /Heddle is ready: http:\/\/[^:]+:(\d+)/);
  const url = `http://127.0.0.1:${said}`;
  const ready = await fetch(`${url}/api/ready`);
  if (!ready.ok) throw new Error(`not ready: ${await ready.text()}`);
  const [pid = "", , , port = "", socket = ""] = readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split(
    "\n",
  );
  return {
    url,
    pid: child.pid as number,
    postgres: { socket, port, pid: Number(pid) },
    startMs: performance.now() - begin,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}

export function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk;
      const found = pattern.exec(said);
      if (found) resolve(found[1] ?? found[0]);
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it was ready:\n${said}`)));
  });
}

/** Makes the workflow of this document and publishes it. */
export async function publish(url: string, name: string, document: object): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  const { id } = await post("/workflows", { name, document });
  await post(`/workflows/${id}/publish`, {});
}
