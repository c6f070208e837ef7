import type { Cache } from "../../cache/cache.ts";
import { limits } from "../../config/limits.ts";
import { NodeError } from "../../nodes/define.ts";
import type { RateLimit } from "../../rate-limit/rate-limit.ts";
import type { LineRules } from "./workspace-models.ts";

export interface LineAsk {
  /** Id of the credential: each has a line of its own. */
  credential: string;
  /** What people call it. */
  name: string;
  rules: LineRules;
  /** As far as they can be estimated. */
  tokens: number;
  /** Calls of one take turns with those of others. */
  turn: string;
  signal: AbortSignal;
  /** Called once, should it have to wait. */
  onWait(message: string): void;
}

interface Waiting extends LineAsk {
  /** Its place in the minute's requests is taken; it may still wait for its tokens. */
  isCounted: boolean;
  hasBeenTold: boolean;
  go(): void;
}

interface Line {
  underWay: number;
  /** By whose turn it is, each in the order they came. */
  waiting: Map<string, Waiting[]>;
  count: number;
  /** Milliseconds since the epoch. */
  pausedUntil: number;
  /** Pauses in a row that the provider gave no time for. */
  pauses: number;
  timer: NodeJS.Timeout | undefined;
  isMoving: boolean;
}

const MINUTE = 60_000;
/** A provider that says "too often" without a time is left alone for a second, then two, four … */
const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 30_000;

/** Where calls wait for their turn at a provider: one line a credential, which its rate, its places and its pauses hold back. */
export class ProviderLines {
  readonly #lines = new Map<string, Line>();
  readonly #rateLimit: RateLimit;
  readonly #cache: Cache;
  readonly #now: () => number;

  /** @param cache where pauses are told to the other processes */
  constructor(parts: { rateLimit: RateLimit; cache: Cache; now(): number }) {
    this.#rateLimit = parts.rateLimit;
    this.#cache = parts.cache;
    this.#now = () => parts.now();
  }

  /**
   * Resolves when it is the call's turn; call the result when the call has come to its end.
   * @throws NodeError `rate_limited` where the line is too long, or the provider wants to be left alone for long
   */
  async enter(ask: LineAsk): Promise<() => void> {
    ask.signal.throwIfAborted();
    const line = this.#line(ask.credential);
    const told = await this.#cache.get(pauseKey(ask.credential));
    if (typeof told === "number") line.pausedUntil = Math.max(line.pausedUntil, told);
    const pauseMs = line.pausedUntil - this.#now();
    if (pauseMs > limits.modelPauseMs) throw leftAlone(ask.name, pauseMs);
    if (line.count >= limits.modelQueue) throw tooLong(ask.name, line.count);
    await this.#turn(line, ask);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      line.underWay -= 1;
      void this.#move(ask.credential, line);
    };
  }

  /** The provider wants to be left alone. @param forMs as it said; null where it did not */
  pause(credential: string, forMs: number | null): void {
    const line = this.#line(credential);
    const ms = forMs ?? Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** line.pauses);
    line.pauses += 1;
    const until = this.#now() + ms;
    if (until <= line.pausedUntil) return;
    line.pausedUntil = until;
    if (ms >= 1) void this.#cache.set(pauseKey(credential), until, ms);
  }

  /** It answered. */
  worked(credential: string): void {
    this.#line(credential).pauses = 0;
  }

  #line(credential: string): Line {
    const known = this.#lines.get(credential);
    if (known) return known;
    for (const [id, { underWay, count, pausedUntil }] of this.#lines) {
      if (this.#lines.size < limits.modelLines) break;
      if (underWay === 0 && count === 0 && pausedUntil < this.#now()) this.#lines.delete(id);
    }
    const line: Line = {
      underWay: 0,
      waiting: new Map(),
      count: 0,
      pausedUntil: 0,
      pauses: 0,
      timer: undefined,
      isMoving: false,
    };
    this.#lines.set(credential, line);
    return line;
  }

  async #turn(line: Line, ask: LineAsk): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry: Waiting = { ...ask, isCounted: false, hasBeenTold: false, go: resolve };
    line.waiting.set(ask.turn, [...(line.waiting.get(ask.turn) ?? []), entry]);
    line.count += 1;
    const onAbort = () => {
      if (takeOut(line, entry)) reject(ask.signal.reason);
    };
    ask.signal.addEventListener("abort", onAbort, { once: true });
    void this.#move(ask.credential, line);
    try {
      await promise;
    } finally {
      ask.signal.removeEventListener("abort", onAbort);
    }
  }

  /** Lets in whoever may go. */
  async #move(credential: string, line: Line): Promise<void> {
    if (line.isMoving) return;
    line.isMoving = true;
    try {
      for (let next = first(line); next; next = first(line)) {
        const holdMs = await this.#holdMs(credential, line, next);
        if (holdMs !== 0) {
          tellWaiting(line, line.pausedUntil - this.#now());
          if (holdMs === null) break;
          clearTimeout(line.timer);
          line.timer = setTimeout(() => void this.#move(credential, line), Math.ceil(holdMs));
          break;
        }
        // It may have been given up meanwhile.
        if (!takeOut(line, next)) continue;
        line.underWay += 1;
        next.go();
      }
    } finally {
      line.isMoving = false;
    }
  }

  /** How long the next one has to wait; null: until another has left. */
  async #holdMs(credential: string, line: Line, next: Waiting): Promise<number | null> {
    const { callsAtOnce, requestsPerMinute, tokensPerMinute } = next.rules;
    if (callsAtOnce !== null && line.underWay >= callsAtOnce) return null;
    const pause = line.pausedUntil - this.#now();
    if (pause > 0) return pause;
    if (requestsPerMinute !== null && !next.isCounted) {
      const rule = { limit: requestsPerMinute, windowMs: MINUTE };
      const decision = await this.#rateLimit.take(`model:${credential}`, rule);
      if (!decision.allowed) return decision.retryAfterMs;
      next.isCounted = true;
    }
    if (tokensPerMinute === null) return 0;
    const rule = { limit: tokensPerMinute, windowMs: MINUTE };
    // What is larger than a minute's tokens has a minute for itself.
    const count = Math.min(Math.max(1, Math.ceil(next.tokens)), tokensPerMinute);
    const decision = await this.#rateLimit.take(`model-tokens:${credential}`, rule, count);
    return decision.allowed ? 0 : decision.retryAfterMs;
  }
}

function pauseKey(credential: string): string {
  return `model-pause:${credential}`;
}

function first(line: Line): Waiting | undefined {
  for (const [next] of line.waiting.values()) if (next) return next;
  return undefined;
}

/** Whose turn it was comes last from now on. False when it was not there any more. */
function takeOut(line: Line, entry: Waiting): boolean {
  const own = line.waiting.get(entry.turn);
  const rest = own?.filter((other) => other !== entry) ?? [];
  if (!own || rest.length === own.length) return false;
  line.waiting.delete(entry.turn);
  if (rest.length > 0) line.waiting.set(entry.turn, rest);
  line.count -= 1;
  return true;
}

/** Says so once to all who have to wait. */
function tellWaiting(line: Line, pauseMs: number): void {
  for (const [before, entry] of [...line.waiting.values()].flat().entries()) {
    if (entry.hasBeenTold) continue;
    entry.hasBeenTold = true;
    entry.onWait(waitWords(entry.name, before, pauseMs));
  }
}

function waitWords(name: string, before: number, pauseMs: number): string {
  const others = before === 0 ? "" : `, with ${before} ${before === 1 ? "call" : "calls"} before this one`;
  if (pauseMs > 0) return `“${name}” wants to be left alone for ${Math.ceil(pauseMs / 1_000)} s. Waits${others}.`;
  return `Waits for its turn at “${name}”${others}.`;
}

function leftAlone(name: string, ms: number): NodeError {
  const seconds = Math.ceil(ms / 1_000);
  return new NodeError("rate_limited", `“${name}” wants to be left alone for another ${seconds} s.`, {
    retry: { afterMs: Math.ceil(ms) },
    details: { reason: "paused" },
  });
}

function tooLong(name: string, count: number): NodeError {
  return new NodeError(
    "rate_limited",
    `${count.toLocaleString("en-US")} calls wait for “${name}” already. Call it less, or allow it more at once.`,
    { retry: { afterMs: 30_000 }, details: { reason: "queue_full" } },
  );
}
