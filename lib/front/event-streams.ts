import type { JournalEntry } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import type { RunService } from "../runs/ports.ts";

const HEARTBEAT_MS = 15_000;
/** A reader that is this far behind is dropped; it comes back with its last position. */
const MOST_BUFFERED_BYTES = 4 * 1024 * 1024;

/** Where a stream is written to: `node:http` or a route handler's `ReadableStream`. */
export interface StreamSink {
  write(text: string): void;
  /** Bytes written that the reader has not taken yet. */
  readonly buffered: number;
  end(): void;
}

export type Topic = { kind: "run"; runId: string; after: number } | { kind: "workspace" };

export interface OpenStream {
  close(): void;
}

/** All event streams of this process: one heartbeat for them, and closed together when the process stops. */
export interface EventStreams {
  open(runs: RunService, workspaceId: string, topics: readonly Topic[], sink: StreamSink): OpenStream;
  readonly size: number;
  close(): void;
}

export function createEventStreams(): EventStreams {
  const streams = new Set<Stream>();
  const timer = setInterval(() => {
    for (const stream of streams) stream.send(": still here\n\n");
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    open(runs, workspaceId, topics, sink) {
      const stream = new Stream(sink, () => streams.delete(stream));
      streams.add(stream);
      sink.write("retry: 1000\n\n");
      for (const topic of topics) stream.follow(runs, workspaceId, topic);
      return stream;
    },
    get size() {
      return streams.size;
    },
    close() {
      clearInterval(timer);
      for (const stream of streams) stream.close();
    },
  };
}

class Stream implements OpenStream {
  readonly #sink: StreamSink;
  readonly #onClose: () => void;
  readonly #positions = new Map<string, number>();
  readonly #stops: (() => void)[] = [];
  #open = 0;
  #isClosed = false;

  constructor(sink: StreamSink, onClose: () => void) {
    this.#sink = sink;
    this.#onClose = onClose;
  }

  follow(runs: RunService, workspaceId: string, topic: Topic): void {
    this.#open += 1;
    if (topic.kind === "workspace") {
      this.#stops.push(runs.watchWorkspace(workspaceId, (change) => this.send(message("run.changed", change))));
      return;
    }
    const name = `run:${topic.runId}`;
    this.#positions.set(name, topic.after);
    this.#stops.push(
      runs.watch(topic.runId, topic.after, {
        entries: (entries) => this.#entries(name, entries),
        delta: (path, delta) => this.#delta(topic.runId, path, delta),
        end: () => this.#ended(name),
      }),
    );
  }

  send(text: string): void {
    if (this.#isClosed) return;
    this.#sink.write(text);
    if (this.#sink.buffered > MOST_BUFFERED_BYTES) this.close();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#sink.end();
    this.#onClose();
  }

  #entries(name: string, entries: readonly JournalEntry[]): void {
    let text = "";
    for (const { seq, event } of entries) {
      this.#positions.set(name, seq);
      text += message(event.type, event, this.#position());
    }
    this.send(text);
  }

  #delta(runId: string, path: string, delta: Json): void {
    this.send(message("delta", { runId, path, delta }));
  }

  #ended(name: string): void {
    this.send(message("end", { topic: name }));
    this.#open -= 1;
    if (this.#open === 0) this.close();
  }

  /** Position in all topics, what `Last-Event-ID` brings back. */
  #position(): string {
    return [...this.#positions].map(([name, seq]) => `${name}=${seq}`).join(",");
  }
}

function message(type: string, data: unknown, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
