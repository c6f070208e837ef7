/** One execution of a function as the stand-in keeps it: the state that each request to the app carries. */
export interface StandInRun {
  id: string;
  functionId: string;
  event: InngestEvent;
  /** The step of another run that waits for what this one returns. */
  invokedBy: { run: StandInRun; step: string } | null;
  /** Results by hashed step id, as the SDK reads them. */
  steps: Record<string, unknown>;
  /** Hashed ids in the order they were completed. */
  stack: string[];
  /** Steps that were asked for and have no result yet. */
  planned: Set<string>;
  /** True after steps were found side by side: from then on every step is asked for by its id. */
  isParallel: boolean;
  status: "running" | "completed" | "failed" | "cancelled";
  /** Failed deliveries in a row of the request without a step id. */
  attempts: number;
}

export interface InngestEvent {
  id?: string;
  name: string;
  data: Record<string, unknown>;
  ts?: number;
}

/** What the SDK answers with, op by op. */
export interface Op {
  id: string;
  op:
    | "StepPlanned"
    | "StepRun"
    | "Step"
    | "StepError"
    | "StepFailed"
    | "Sleep"
    | "WaitForSignal"
    | "InvokeFunction"
    | string;
  name?: string;
  opts?: { signal?: string; function_id?: string; payload?: { data?: Record<string, unknown> } };
  data?: unknown;
  error?: unknown;
}

/** Body of the request that enters a run once more. It names no function and queue item: that is what keeps the SDK from checkpointing. */
export function requestBody(run: StandInRun, attempt: number) {
  const event = { ...run.event, user: {}, ts: run.event.ts ?? Date.now() };
  return {
    ctx: {
      attempt,
      disable_immediate_execution: run.isParallel,
      env: "dev",
      max_attempts: 21,
      run_id: run.id,
      stack: { current: run.stack.length, stack: run.stack },
      use_api: false,
    },
    event,
    events: [event],
    steps: run.steps,
    use_api: false,
    version: 2,
  };
}
