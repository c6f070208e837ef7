import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { hostname as machineName } from "node:os";
import { AppError, errorCode } from "../errors.ts";

const TRIES = 50;

export interface ListenOptions {
  hostname: string;
  port: number;
  /** A taken port is passed over for the next free one instead of being an error. */
  nextFree: boolean;
  log(line: string): void;
}

/** @returns the port that `server` now listens on */
export async function listen(server: Server, options: ListenOptions): Promise<number> {
  const { hostname, log } = options;
  let { port } = options;
  for (let tries = 0; tries < TRIES; tries++) {
    if (await tryPort(server, hostname, port)) return (server.address() as AddressInfo).port;
    if (!options.nextFree || port >= 65_535) break;
    log(`Port ${port} is taken by another program; trying ${port + 1}.`);
    port++;
  }
  throw new AppError(
    "port_taken",
    500,
    `Port ${port} is taken by another program. Stop that one, or start Heddle with another port: PORT=${port + 1} npm start`,
  );
}

/**
 * Shells and containers set HOSTNAME to the machine's own name, which nobody means as an address to listen on: loopback
 * would not answer.
 */
export function listenAddress(hostname: string): string {
  return hostname === "" || hostname === machineName() ? "127.0.0.1" : hostname;
}

/** Address to show a person: one that works in the browser of the same machine. */
export function browserAddress(hostname: string, port: number): string {
  const local = ["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(hostname);
  const name = hostname.includes(":") ? `[${hostname}]` : hostname;
  return `http://${local ? "localhost" : name}:${port}`;
}

async function tryPort(server: Server, hostname: string, port: number): Promise<boolean> {
  // Some systems let two programs share a port on different addresses; `localhost` would then reach either.
  if (port !== 0 && ((await answers("127.0.0.1", port)) || (await answers("::1", port)))) return false;
  server.listen(port, hostname);
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EADDRINUSE") return false;
    throw new AppError("cannot_listen", 500, cannotListen(hostname, port, code), { cause: error });
  }
}

function cannotListen(hostname: string, port: number, code: string | undefined): string {
  if (code === "EACCES") return `Port ${port} is reserved for the system. Choose one above 1024: PORT=3000 npm start`;
  return `Heddle cannot listen on ${hostname} (${code}). Set HOSTNAME to an address of this machine, or unset it.`;
}

function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 500 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}
