import { limits } from "../config/limits.ts";
import { NodeError } from "../nodes/define.ts";
import type { OutboundRequest, OutboundStream, StepCredential } from "../nodes/step-context.ts";
import { FairTurns } from "./fair-turns.ts";
import { statusError } from "./model-errors.ts";

export type GateStream = (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundStream>;

export interface GatedFetchOptions {
  stream: GateStream;
  credential: StepCredential;
  /** For messages. */
  model: string;
  signal: AbortSignal;
  silenceMs: number;
  /** Milliseconds since the epoch, for a `Retry-After` that names a time. */
  now(): number;
}

export interface GatedFetch {
  fetch: typeof globalThis.fetch;
  /** Why the last request failed, before the SDK wrapped it. */
  failure(): NodeError | undefined;
}

/** Headers in which the SDK's providers send keys. Theirs is a placeholder. */
const keyHeaders = ["authorization", "x-api-key", "x-goog-api-key", "api-key"];
const ERROR_BYTES = 64 * 1024;
/** Of all models of this process: they share its one loop. */
const turns = new FairTurns();

/**
 * The `fetch` that the SDK calls providers with: every request goes through the outbound gate, the secret is added on the way
 * out, answers that are errors become our errors, and silence is limited. Time in which nobody reads does not count as silence.
 */
export function gatedFetch(options: GatedFetchOptions): GatedFetch {
  let failure: NodeError | undefined;
  const noted = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      if (error instanceof NodeError) failure = error;
      throw error;
    });
  const call = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const silence = startSilence(options);
    const asked = AbortSignal.any([options.signal, silence.signal, ...(init.signal ? [init.signal] : [])]);
    const answer = await silence.during(options.stream(requestOf(input, init, options), asked));
    if (answer.status >= 400) {
      const body = await silence.during(beginningOf(answer));
      throw statusError({ ...answer, body }, options.model, options.now());
    }
    const { status, headers } = answer;
    return new Response(
      readable(answer.body[Symbol.asyncIterator](), (next) => noted(silence.during(next))),
      {
        status,
        headers,
      },
    );
  };
  return { fetch: (input, init) => noted(call(input, init)), failure: () => failure };
}

function requestOf(input: string | URL | Request, init: RequestInit, options: GatedFetchOptions): OutboundRequest {
  const { body } = init;
  if (input instanceof Request) throw new Error("The providers of the SDK give addresses, not requests.");
  if (body !== undefined && body !== null && typeof body !== "string" && !(body instanceof Uint8Array)) {
    throw new Error("The providers of the SDK send texts.");
  }
  const headers = new Headers(init.headers);
  for (const name of keyHeaders) headers.delete(name);
  return options.credential.authorize({
    method: init.method ?? "GET",
    url: String(input),
    headers: Object.fromEntries(headers),
    ...(typeof body === "string" || body instanceof Uint8Array ? { body } : {}),
    maxBytes: limits.modelAnswerBytes,
  });
}

/** Pulled, never pushed: what nobody reads stays with the server. */
function readable(
  body: AsyncIterator<Uint8Array>,
  watched: (next: Promise<IteratorResult<Uint8Array>>) => Promise<IteratorResult<Uint8Array>>,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await watched(body.next());
        if (!next.done) await turns.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await body.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Aborts what is waited for when it takes longer than may be. */
function startSilence({ silenceMs, model }: GatedFetchOptions) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    async during<T>(waiting: Promise<T>): Promise<T> {
      const timer = setTimeout(() => {
        controller.abort(
          new NodeError(
            "timeout",
            `${model} sent nothing for ${Math.round(silenceMs / 100) / 10} s, and was given up.`,
          ),
        );
      }, silenceMs);
      try {
        return await waiting;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function beginningOf(answer: OutboundStream): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ERROR_BYTES) break;
  }
  return Buffer.concat(parts).toString("utf8");
}
