import { NodeError } from "../nodes/define.ts";

export interface BreakerOptions {
  /** Failures in a row that open it. */
  failures: number;
  /** Those further apart than this are not in a row, ms. */
  windowMs: number;
  /** How long it stays open at first; twice as long each time the probe fails, ms. */
  openMs: number;
  maxOpenMs: number;
}

export const breakerDefaults: BreakerOptions = { failures: 10, windowMs: 60_000, openMs: 10_000, maxOpenMs: 120_000 };

interface Circuit {
  failures: number;
  lastFailureAt: number;
  openForMs: number;
  /** Nothing goes through until then; 0: closed. */
  openUntil: number;
  probing: boolean;
}

const MAX_CIRCUITS = 5_000;

/**
 * Spares a service that keeps failing, and whoever waits for it. One circuit per workspace, credential and host: after
 * several failures in a row nothing is sent for a while, then one request probes, and its answer decides.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions;
  readonly #circuits = new Map<string, Circuit>();

  constructor(options: BreakerOptions = breakerDefaults) {
    this.#options = options;
  }

  /**
   * Takes a place for one request.
   * @param now milliseconds on any clock that does not go back
   * @throws NodeError `upstream` while the circuit is open; `retry` says when it is worth another try
   */
  enter(key: string, host: string, now: number): void {
    const circuit = this.#circuits.get(key);
    if (circuit === undefined || circuit.openUntil === 0) return;
    if (now >= circuit.openUntil && !circuit.probing) {
      circuit.probing = true;
      return;
    }
    const afterMs = Math.max(1_000, Math.ceil(circuit.openUntil - now));
    throw new NodeError(
      "upstream",
      `${host} failed ${circuit.failures} times in a row and is left alone for a while. It is called again in ${Math.ceil(afterMs / 1000)} s.`,
      { retry: { afterMs }, details: { reason: "circuit_open", host, retryAfterMs: afterMs } },
    );
  }

  /** What became of a request that had entered. `neither`: it says nothing of the service (refused, stopped). */
  leave(key: string, outcome: "worked" | "failed" | "neither", now: number): void {
    const circuit = this.#circuits.get(key);
    if (outcome === "worked") {
      this.#circuits.delete(key);
      return;
    }
    if (outcome === "neither") {
      if (circuit) circuit.probing = false;
      return;
    }
    const next = circuit ?? this.#add(key);
    const { failures, windowMs, openMs, maxOpenMs } = this.#options;
    const wasProbe = next.probing;
    next.failures = wasProbe || now - next.lastFailureAt <= windowMs ? next.failures + 1 : 1;
    next.lastFailureAt = now;
    next.probing = false;
    if (wasProbe) next.openForMs = Math.min(next.openForMs * 2, maxOpenMs);
    else if (next.openUntil > 0 || next.failures < failures) return;
    else next.openForMs = openMs;
    next.openUntil = now + next.openForMs;
  }

  #add(key: string): Circuit {
    if (this.#circuits.size >= MAX_CIRCUITS) this.#circuits.delete(this.#circuits.keys().next().value ?? "");
    const circuit = { failures: 0, lastFailureAt: 0, openForMs: 0, openUntil: 0, probing: false };
    this.#circuits.set(key, circuit);
    return circuit;
  }
}
