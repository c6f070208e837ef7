import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

const START_MS = 20_000;

/** A real `redis-server` on a loopback port of its own, keeping nothing. */
export interface RedisServer {
  port: number;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** On the same port, empty. */
  start(): Promise<void>;
}

/** @throws Error that says what to install */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    port,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    async start() {
      const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      const started = spawn("redis-server", flags, { stdio: "ignore" });
      child = started;
      const failed = once(started, "error").then(([error]) => {
        throw new Error(`redis-server does not start (${error}). Install it: apt-get install redis-server`);
      });
      await Promise.race([failed, answers(port)]);
    },
  };
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function answers(port: number): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      socket.destroy();
    }
  }
  throw new Error("redis-server did not listen in time");
}
