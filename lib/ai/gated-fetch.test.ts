import { expect, test } from "vitest";
import type { OutboundRequest } from "../nodes/step-context.ts";
import { gatedFetch } from "./gated-fetch.ts";

const STREAMS = 200;
const PIECES = 5;

const timings = () => ({ dns: 0, connect: 0, tls: 0, server: 0, transfer: 0 });
const credential = {
  id: "crd_peer",
  name: "Peer",
  type: "openai-compatible",
  values: {},
  authorize: (request: OutboundRequest) => request,
};

async function* atOnce(begin: Promise<void>): AsyncGenerator<Uint8Array> {
  await begin;
  for (let piece = 0; piece < PIECES; piece += 1) yield new Uint8Array([piece]);
}

test("others get their turn while many models write at the same moment", async () => {
  const begin = Promise.withResolvers<void>();
  let turns = 0;
  let most = 0;
  let read = 0;
  const streams = Array.from({ length: STREAMS }, async () => {
    const { fetch } = gatedFetch({
      stream: async () => ({ status: 200, headers: {}, url: "http://peer/", body: atOnce(begin.promise), timings }),
      credential,
      model: "peer/model",
      signal: new AbortController().signal,
      silenceMs: 60_000,
      now: Date.now,
    });
    const answer = await fetch("http://peer/", { method: "POST", body: "{}" });
    const seen: number[] = [];
    for await (const piece of answer.body ?? []) {
      seen.push(...piece);
      read += 1;
    }
    return seen;
  });
  let isOver = false;
  const all = Promise.all(streams).finally(() => {
    isOver = true;
  });
  begin.resolve();
  while (!isOver) {
    const before = read;
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
    most = Math.max(most, read - before);
  }
  expect(await all).toEqual(Array.from({ length: STREAMS }, () => [0, 1, 2, 3, 4]));
  expect(most).toBeLessThanOrEqual(20);
  expect(turns).toBeGreaterThan((STREAMS * PIECES) / 20);
});
