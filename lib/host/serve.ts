import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import { createFront } from "#lib/front/front.ts";
import type { Env } from "../config/env.ts";
import { trackInflight } from "../front/drain.ts";
import { browserAddress, listen, listenAddress } from "../front/listen.ts";
import { peerMarker } from "../front/peer.ts";
import { answerNotServing } from "../front/starting.ts";
import { announceSetUp } from "./first-owner.ts";
import { answerInngest, isInngest } from "./inngest-door.ts";
import { openHost } from "./open-host.ts";
import { serveOrigin } from "./open-inngest.ts";
import { registerWithInngest } from "./register-inngest.ts";

const DRAIN_MS = 10_000;

export interface ServeOptions {
  env: Env;
  dev: boolean;
  /** A taken port is passed over for the next free one. */
  nextFreePort: boolean;
  log(line: string): void;
}

export interface Serving {
  url: string;
  /** Stops in the reverse order of starting: no new connections, drain, pages, host, database. */
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

const noPages =
  "HEDDLE_URL is not set: the addresses that runs give out (run.url, links to passages) lead to this process, which has no pages. Set it to where the pages are.";

/** Listens at once and says "starting" until everything behind it serves. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { log, dev } = options;
  const inflight = trackInflight();
  let answer: Answer = (request, response) => answerNotServing("starting", request, response);
  const markPeer = peerMarker(options.env.HEDDLE_TRUSTED_PROXIES);
  const server = createServer((request, response) => {
    inflight.track(response);
    markPeer(request);
    answer(request, response);
  });
  const hostname = listenAddress(options.env.HOSTNAME);
  const { PORT } = options.env;
  const port = await listen(server, { hostname, port: PORT, nextFree: options.nextFreePort, log });
  const isWorker = options.env.HEDDLE_ROLE === "worker";
  // The public address leads to the pages, which are elsewhere.
  const url = (isWorker ? undefined : options.env.HEDDLE_URL) ?? browserAddress(hostname, port);

  if (isWorker && options.env.HEDDLE_URL === undefined) log(noPages);

  const stops: (() => Promise<unknown>)[] = [() => inflight.drain(server, DRAIN_MS)];
  const stop = async () => {
    answer = (request, response) => answerNotServing("stopping", request, response);
    for (const step of stops) await step().catch((error: unknown) => log(`While stopping: ${error}`));
  };
  try {
    const open = await openHost({ ...options.env, HOSTNAME: hostname, PORT: port }, log);
    stops.push(() => open.close());
    if (!isWorker) await announceSetUp(open.host, url, log);
    const front = createFront(open.host);
    const pages = isWorker ? undefined : await openPages({ dev, hostname, port, server });
    if (pages) stops.splice(1, 0, () => pages.close());
    answer = (request, response) => {
      if (front(request, response)) return;
      if (pages) return pages.handle(request, response);
      if (open.host.inngest && isInngest(request)) return answerInngest(open.host.inngest, request, response);
      response.writeHead(404, { "Content-Type": "text/plain" });
      response.end("This process runs workflows only (HEDDLE_ROLE=worker). Open the pages on a web process.\n");
    };
    const { inngest } = open.host;
    const reachable = serveOrigin(options.env) ?? browserAddress(hostname, port);
    if (inngest) stops.unshift(registerWithInngest(inngest, reachable, log));
  } catch (error) {
    await stop();
    throw error;
  }
  flushCompileCache();
  return { url, stop };
}

interface Pages {
  handle: Answer;
  close(): Promise<void>;
}

async function openPages(options: {
  dev: boolean;
  hostname: string;
  port: number;
  server: ReturnType<typeof createServer>;
}): Promise<Pages> {
  const { default: next } = await import("next");
  const { dev, hostname, port, server } = options;
  const app = next({ dev, hostname, port, httpServer: server });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
