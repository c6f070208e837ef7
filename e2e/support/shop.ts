import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A service outside of Heddle that a workflow calls. It counts, and can be told to be slow. */
export interface Shop {
  url: string;
  calls: string[];
  /** Method, headers and body of the call that came last. */
  last(): { method: string; headers: Record<string, unknown>; body: string };
  /** Answers are held until `release` is called. */
  hold(): void;
  release(): void;
  /** The next call to this path is answered with an error. */
  failOnce(path: string, status?: number): void;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  let gate = Promise.resolve();
  let open = () => {};
  const calls: string[] = [];
  const failing = new Map<string, number>();
  let last = { method: "", headers: {} as Record<string, unknown>, body: "" };
  const server = createServer(async (request, response) => {
    calls.push(request.url ?? "");
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    last = { method: request.method ?? "", headers: request.headers, body: Buffer.concat(pieces).toString() };
    await gate;
    const status = failing.get(request.url ?? "");
    failing.delete(request.url ?? "");
    if (status !== undefined) response.statusCode = status;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ tier: "gold", discount: 0.2 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    last: () => last,
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: () => open(),
    failOnce: (path, status = 503) => void failing.set(path, status),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
