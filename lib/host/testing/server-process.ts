import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { EmbeddedConnection } from "#db/embedded/connection.ts";
import type { TestDatabase } from "#db/testing.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const START_MS = 60_000;
/** Of all processes on one database. */
export const SECRET_KEY = "several processes, one key, one database";
const API_KEY = "hk_severalprocesses0123456789ab";

/** `server.ts` as a process of its own, without pages: they would need a build. */
export interface ServerProcess {
  /** Its address, without a slash at the end. */
  url: string;
  /** As the owner, by key. */
  get(path: string): Promise<Response>;
  stop(): Promise<void>;
}

/** @param env beside what a process needs to run at all; nothing of the test's own environment reaches it */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ["server.ts", "--role", "worker"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: "0",
      HOSTNAME: "127.0.0.1",
      ...env,
    },
  });
  try {
    const url = (await said(child, /Heddle is ready: (\S+)/)).replace("localhost", "127.0.0.1");
    return {
      url,
      get: (path) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${API_KEY}` } }),
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${text}`)), START_MS);
    const onData = (chunk: Buffer) => {
      text += chunk;
      const found = pattern.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1] ?? found[0]);
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code} before it was ready:\n${text}`));
    });
  });
}

/** What processes on one database have in common: the database, the key, and an owner with an API key. */
export function ownerEnv(database: TestDatabase): Record<string, string> {
  return {
    ...databaseEnv(database),
    HEDDLE_SECRET_KEY: SECRET_KEY,
    HEDDLE_ALLOW_LOOPBACK: "1",
    HEDDLE_OWNER_EMAIL: "owner@heddle.test",
    HEDDLE_OWNER_PASSWORD: "thread-through-an-eye",
    HEDDLE_OWNER_API_KEY: API_KEY,
  };
}

/** As whom a process works on that database, and as whom it migrates. */
export function databaseEnv({ connection, owner }: Pick<TestDatabase, "connection" | "owner">): Record<string, string> {
  return { DATABASE_URL: addressOf(connection), DATABASE_MIGRATION_URL: addressOf(owner) };
}

export function addressOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgresql://${encodeURIComponent(user)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}
