import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How long an answer that has begun may go on: enough for a page, while an event stream would never end by itself. */
const BEGUN_MS = 1_000;

/** Requests being answered, so that stopping can let them finish. */
export interface Inflight {
  track(response: ServerResponse): void;
  /**
   * Takes no more connections and waits until every request has its answer, at most `timeoutMs`. Then event streams
   * are cut: their viewers come back and resume.
   */
  drain(server: Server, timeoutMs: number): Promise<void>;
}

export function trackInflight(begunMs = BEGUN_MS): Inflight {
  const open = new Set<ServerResponse>();
  const until = async (done: () => boolean, timeoutMs: number) => {
    const deadline = Date.now() + timeoutMs;
    while (!done() && Date.now() < deadline) await sleep(20);
  };
  return {
    track(response) {
      open.add(response);
      response.once("close", () => open.delete(response));
    },
    async drain(server, timeoutMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await until(() => [...open].every((response) => response.headersSent), timeoutMs);
      await until(() => open.size === 0, begunMs);
      server.closeAllConnections();
      await closed;
    },
  };
}
