import { hkdfSync } from "node:crypto";
import { Redis } from "@upstash/redis";
import { errorMessage } from "../errors.ts";
import { type ChannelListener, subscribeToChannel } from "./subscribe.ts";

/** What has not answered by then counts as gone: nobody waits for a shared limit or a cache for long. */
const DEADLINE_MS = 1_000;
/** While it is gone it is asked this often whether it is back. */
const PROBE_MS = 1_000;

export interface RedisLinkOptions {
  url: string;
  token: string;
  /** Begins every key and channel, so that installations may share a Redis. */
  namespace: string;
  log(line: string): void;
}

/**
 * The way to a Redis over HTTP, and what is known of it. After one failure it is gone until a probe answers: meanwhile
 * every use fails at once, and its users do without.
 */
export interface RedisLink {
  readonly namespace: string;
  /** For libraries that want a client; errors of what they do belong into `ask`. */
  readonly redis: Redis;
  readonly isUp: boolean;
  /** Why it is not there, in words for people, or null. */
  problem(): string | null;
  /** The same, after asking it. */
  check(): Promise<string | null>;
  /** @throws while Redis is gone, and when this very command failed */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  /** Listens to a channel until the result is called, or the stream ends. */
  subscribe(channel: string, listener: ChannelListener): () => void;
  /** Run once Redis is back, before it is used again. What throws here keeps it away. */
  beforeReturn(act: () => Promise<void>): void;
  close(): void;
}

export function createRedisLink({ url, token, namespace, log }: RedisLinkOptions): RedisLink {
  const redis = new Redis({
    url,
    token,
    // One more try at once, for a connection that was closed while idle; then its users fall back.
    retry: { retries: 1, backoff: () => 0 },
    signal: () => AbortSignal.timeout(DEADLINE_MS),
    automaticDeserialization: false,
    enableTelemetry: false,
    keepAlive: false,
  });
  const acts: (() => Promise<void>)[] = [];
  let problem: string | null = null;
  let probe: NodeJS.Timeout | undefined;
  let isClosed = false;

  const lose = (error: unknown) => {
    if (isClosed) return;
    if (problem === null) log(`Redis does not answer; this process does without it: ${reasonOf(error)}`);
    problem = reasonOf(error);
    probe ??= setTimeout(look, PROBE_MS);
    probe.unref();
  };
  async function ask<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    if (problem !== null) throw new Error(problem);
    try {
      return await command(redis);
    } catch (error) {
      lose(error);
      throw error;
    }
  }
  const look = () => {
    probe = undefined;
    void (async () => {
      try {
        await redis.ping();
        for (const act of acts) await act();
        if (problem !== null) log("Redis answers again.");
        problem = null;
      } catch (error) {
        lose(error);
      }
    })();
  };
  look();
  return {
    namespace,
    redis,
    get isUp() {
      return problem === null;
    },
    problem: () => problem,
    async check() {
      await ask((client) => client.ping()).catch(() => {});
      return problem;
    },
    ask,
    subscribe: (channel, listener) => subscribeToChannel({ url, token }, channel, listener),
    beforeReturn: (act) => void acts.push(act),
    close() {
      isClosed = true;
      clearTimeout(probe);
    },
  };
}

/** The same for every process of an installation, and for no other: they share the master key. */
export function redisNamespace(secretKey: string): string {
  return `heddle:${Buffer.from(hkdfSync("sha256", secretKey, "heddle", "redis-namespace", 6)).toString("hex")}`;
}

/** The client appends the whole command to what the server said, and hides why a connection failed in the cause. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${DEADLINE_MS} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${errorMessage(error).split(", command was")[0]}${cause}`.slice(0, 300);
}
