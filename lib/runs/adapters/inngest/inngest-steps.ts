import { setTimeout as delay } from "node:timers/promises";
import type { Part } from "../../container-chunks.ts";
import type { Question, SettledFact, StepOutcome, StepRunner } from "../../ports.ts";
import { WalkStopped } from "../../run-log.ts";

/** Data of the event `heddle/run.requested`. */
export interface RunRequest {
  runId: string;
  workspaceId: string;
  epoch: number;
}

/** What `run-chunk` is invoked with. */
export type PartRequest = RunRequest & Part;

/** The step tools of the Inngest SDK that a walk needs. Told here so that the SDK is loaded only where it is used. */
export interface StepTools {
  run<T>(step: { id: string; name: string }, body: () => Promise<T>): Promise<T>;
  sleepUntil(step: { id: string; name: string }, time: Date): Promise<void>;
  waitForSignal(
    step: { id: string; name: string },
    options: { signal: string; timeout: string; onConflict: "replace" | "fail" },
  ): Promise<unknown>;
  /** Has `run-chunk` walk a part of the run. */
  invoke(step: { id: string; name: string }, data: PartRequest): Promise<unknown>;
}

/** Waits shorter than this happen inside the step: Inngest counts in whole seconds. */
const INSIDE_STEP_MS = 1_000;
/** How long a question waits for its answer at most; Inngest wants a number. */
const LONGEST_WAIT = "365d";

type Result = SettledFact | Question;

/** Steps that Inngest remembers: it is told facts only, payloads and truth stay in the journal. */
export class InngestSteps implements StepRunner {
  readonly replaysAll = true;
  readonly #tools: StepTools;
  readonly #request: RunRequest;
  readonly #now: () => number;
  /** The SDK's error that asks to be called again at a time. */
  readonly #retryAt: (at: Date) => Error;

  constructor(
    tools: StepTools,
    { runId, workspaceId, epoch }: RunRequest,
    now: () => number,
    retryAt: (at: Date) => Error,
  ) {
    this.#tools = tools;
    this.#request = { runId, workspaceId, epoch };
    this.#now = now;
    this.#retryAt = retryAt;
  }

  async run(key: string, label: string, body: () => Promise<StepOutcome>): Promise<SettledFact> {
    for (let asked = 0; ; asked++) {
      const id = asked === 0 ? key : `${key}~${asked}`;
      const result = await this.#tools.run<Result>({ id, name: label }, () => this.#execute(body));
      if (!("ask" in result)) return result;
      await this.#tools.waitForSignal(
        { id: `${id}:answer`, name: `${label}: waits for an answer` },
        { signal: signalName(this.#request.runId, result.path ?? key), timeout: LONGEST_WAIT, onConflict: "replace" },
      );
    }
  }

  sleepUntil(key: string, until: number): Promise<void> {
    return this.#tools.sleepUntil({ id: `${key}:sleep`, name: `${key}: sleeps` }, new Date(until));
  }

  async invoke(key: string, label: string, part: Part): Promise<void> {
    await this.#tools.invoke({ id: key, name: label }, { ...this.#request, ...part });
  }

  async #execute(body: () => Promise<StepOutcome>): Promise<Result> {
    for (;;) {
      const outcome = await body().catch(forgotten);
      if ("fact" in outcome) return outcome.fact;
      if ("ask" in outcome) return outcome;
      const wait = outcome.retryAt - this.#now();
      if (wait >= INSIDE_STEP_MS || outcome.fresh) throw this.#retryAt(new Date(outcome.retryAt));
      await delay(Math.max(0, wait));
    }
  }
}

/** The run has ended or was asked for anew: the step is closed, so that Inngest does not ask for it again. */
function forgotten(error: unknown): StepOutcome {
  if (error instanceof WalkStopped && error.reason === "lost")
    return { fact: { status: "cancelled", ports: [], seq: Number.MAX_SAFE_INTEGER } };
  throw error;
}

export function signalName(runId: string, key: string): string {
  return `${runId}:${key}`;
}
