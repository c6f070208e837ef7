import type { Json } from "../../../engine/json.ts";
import type { SettledFact, StepOutcome, StepsInside } from "../../ports.ts";

/** A sleep longer than this releases the process: the run is parked and entered again when its time has come. */
const PARK_AFTER_MS = 2_000;
/** Node's timers hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Sleeper {
  /** Null: only an answer wakes it. */
  until: number | null;
  wake(): void;
  timer: NodeJS.Timeout | undefined;
}

/** Steps of a run that is walked in this process: bodies run here, short sleeps too, long ones park the run. */
export class LocalSteps implements StepsInside {
  readonly replaysAll = false;
  readonly #now: () => number;
  /** Answers of waits by path; shared with the walk. */
  readonly #answers: Map<string, Json>;
  readonly #sleepers = new Map<string, Sleeper>();
  #busy = 0;
  #listener: () => void = () => {};

  readonly #parkAfterMs: number;

  constructor(now: () => number, answers: Map<string, Json>, parkAfterMs = PARK_AFTER_MS) {
    this.#parkAfterMs = parkAfterMs;
    this.#now = now;
    this.#answers = answers;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  async run(key: string, _label: string, body: () => Promise<StepOutcome>): Promise<SettledFact> {
    for (;;) {
      const outcome = await this.#execute(body);
      if ("fact" in outcome) return outcome.fact;
      if ("retryAt" in outcome) await this.sleepUntil(key, outcome.retryAt);
      else if (!this.#answers.has(key)) await this.#sleep(key, null);
    }
  }

  async sleepUntil(key: string, until: number): Promise<void> {
    while (this.#now() < until) await this.#sleep(key, until);
  }

  parked(): { until: number | null; asks?: string | undefined } | null {
    if (this.#busy > 0 || this.#sleepers.size === 0) return null;
    let earliest: number | null = null;
    for (const { until } of this.#sleepers.values()) {
      if (until === null) continue;
      if (until - this.#now() <= this.#parkAfterMs) return null;
      earliest = earliest === null ? until : Math.min(earliest, until);
    }
    const asks = [...this.#sleepers].find(([, { until }]) => until === null)?.[0];
    return { until: earliest, asks };
  }

  /** Wakes what waits for an answer under `path`. */
  answered(path: string, answer: Json): void {
    this.#answers.set(path, answer);
    this.#sleepers.get(path)?.wake();
  }

  close(): void {
    for (const sleeper of this.#sleepers.values()) clearTimeout(sleeper.timer);
    this.#sleepers.clear();
  }

  async #execute(body: () => Promise<StepOutcome>): Promise<StepOutcome> {
    this.#busy += 1;
    try {
      return await body();
    } finally {
      this.#busy -= 1;
      this.#listener();
    }
  }

  #sleep(key: string, until: number | null): Promise<void> {
    return new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(sleeper.timer);
        this.#sleepers.delete(key);
        resolve();
      };
      const sleeper: Sleeper = { until, wake, timer: undefined };
      if (until !== null)
        sleeper.timer = setTimeout(wake, Math.min(Math.max(0, until - this.#now()), LONGEST_TIMER_MS));
      this.#sleepers.set(key, sleeper);
      this.#listener();
    });
  }
}
