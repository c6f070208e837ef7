import { errorMessage } from "../errors.ts";

/** A page of text without an end to its line is no stream of messages. */
const MOST_BUFFERED = 1024 * 1024;

export interface ChannelListener {
  /** The server has confirmed: from now on, messages are heard. */
  opened(): void;
  message(text: string): void;
  /** The stream is over, once. `isUnknown`: this server has no such thing. */
  ended(reason: string, isUnknown: boolean): void;
}

/**
 * Listens to a Redis channel as Upstash offers it over HTTP, a stream of server-sent events. The client library's own way
 * tells nobody when the stream ends.
 * @returns what closes it, after which nothing is told any more
 */
export function subscribeToChannel(
  at: { url: string; token: string },
  channel: string,
  listener: ChannelListener,
): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  void (async () => {
    let reason = "the stream has ended";
    let isUnknown = false;
    try {
      const response = await fetch(`${at.url.replace(/\/+$/, "")}/subscribe/${encodeURIComponent(channel)}`, {
        method: "POST",
        headers: { authorization: `Bearer ${at.token}`, accept: "text/event-stream" },
        signal,
      });
      isUnknown = [400, 404, 405, 501].includes(response.status);
      if (response.ok && response.body) await read(response.body, listener, signal);
      else reason = `the server answered ${response.status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
      reason = `${errorMessage(error)}${cause}`;
    }
    if (!signal.aborted) listener.ended(reason, isUnknown);
  })();
  return () => controller.abort();
}

async function read(body: ReadableStream<Uint8Array>, listener: ChannelListener, signal: AbortSignal): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    const lines = (text + decoder.decode(chunk, { stream: true })).split("\n");
    text = lines.pop() ?? "";
    if (text.length > MOST_BUFFERED) throw new Error("a message has no end");
    for (const line of lines) {
      if (signal.aborted) return;
      // `data: message,<channel>,<text>`; the channel is ours and holds no comma.
      const [, kind, rest] = /^data: ?(subscribe|message),[^,]*,(.*)$/.exec(line) ?? [];
      if (kind === "subscribe") listener.opened();
      else if (kind === "message") listener.message(rest ?? "");
    }
  }
}
