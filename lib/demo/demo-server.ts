import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { demoAnswer } from "./demo-answers.ts";

export interface DemoServer {
  /** Its true address, such as `http://127.0.0.1:40123`. */
  origin: string;
  close(): Promise<void>;
}

/** The services that the samples call: a small server on loopback, on whatever port is free. */
export async function startDemoServer(): Promise<DemoServer> {
  const failures = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    request.resume();
    const { status, body, afterMs = 0 } = demoAnswer(url, failures);
    if (afterMs > 0) await delay(afterMs, undefined, { ref: false });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
