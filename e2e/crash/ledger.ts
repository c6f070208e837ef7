import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The world outside: every call that reaches it is written down, whatever becomes of the caller. */
export interface Ledger {
  url: string;
  /** Calls by `<run>/<node>`. */
  calls: Map<string, number>;
  /** Calls that have begun and not been answered. */
  inFlight(): number;
  /** Calls that have been answered. */
  answered(): number;
  snapshot(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Answers take between 300 and 900 ms, so that many are under way at once. */
export async function openLedger(): Promise<Ledger> {
  const calls = new Map<string, number>();
  let open = 0;
  let answered = 0;
  const server = createServer((request, response) => {
    const key = (request.url ?? "/").slice(1);
    calls.set(key, (calls.get(key) ?? 0) + 1);
    open += 1;
    response.once("close", () => {
      open -= 1;
    });
    setTimeout(
      () => {
        answered += 1;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ key }));
      },
      300 + Math.random() * 600,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    inFlight: () => open,
    answered: () => answered,
    snapshot: () => new Map(calls),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Node runs that were journalled as completed before the kill and yet called the world again after it. */
export function repeated(
  completed: Iterable<string>,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): string[] {
  return [...completed].filter((key) => (after.get(key) ?? 0) > (before.get(key) ?? 0));
}
