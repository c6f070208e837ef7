import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type InngestEvent, type Op, requestBody, type StandInRun } from "./inngest-run.ts";

export interface StandInOptions {
  /** Signs requests as Inngest does; the app then refuses others. */
  signingKey?: string;
  /** Every request is delivered a second time at once. */
  duplicates?: boolean;
  /** Requests wait a random time up to this many ms, so that they overtake each other. */
  reorderMs?: number;
  /** Wait before a failed delivery is made again where the app named no time, ms. */
  backoffMs?: number;
  /** Steps that one function may have, after which it fails; Inngest's own number where none is given. */
  maxSteps?: number;
}

export interface InngestServer {
  url: string;
  /** Times a function was registered. */
  registrations: number;
  /** Requests made to the app. */
  requests: number;
  runs: ReadonlyMap<string, StandInRun>;
  /** Makes every delivery of this run that has no answer yet once more; resolves when the repetitions are answered. */
  deliverAgain(runId: unknown): Promise<void>;
  close(): Promise<void>;
}

/** One item of the server's queue; with `duplicates` it is sent twice. */
interface Delivery {
  run: StandInRun;
  step: string | null;
  attempt: number;
  isRepeated: boolean;
}

interface Registered {
  id: string;
  url: string;
  triggers: { event?: string }[];
  cancel: { event: string }[];
}

/**
 * A stand-in for an Inngest server on loopback: takes registrations, events and signals, and enters the app's functions over
 * the SDK's HTTP protocol (step discovery, retries, sleeps, signals, cancellation), without checkpointing. It keeps
 * nothing: a real server's durability is not what it is for.
 */
export async function startInngestServer(options: StandInOptions = {}): Promise<InngestServer> {
  const functions = new Map<string, Registered>();
  const runs = new Map<string, StandInRun>();
  const seenEvents = new Set<string>();
  const signals = new Map<string, { run: StandInRun; step: string }>();
  const timers = new Set<NodeJS.Timeout>();
  const inFlight = new Set<Delivery>();
  let isClosed = false;

  const later = (ms: number, act: () => void) => {
    if (isClosed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  function accept(event: InngestEvent): void {
    if (event.id && seenEvents.has(event.id)) return;
    if (event.id) seenEvents.add(event.id);
    for (const fn of functions.values()) {
      if (fn.triggers.some((trigger) => trigger.event === event.name)) begin(fn, event);
      if (fn.cancel.some((on) => on.event === event.name)) cancelMatching(fn, event);
    }
  }

  function begin(fn: Registered, event: InngestEvent, invokedBy: StandInRun["invokedBy"] = null): void {
    const run: StandInRun = {
      id: randomBytes(10).toString("hex"),
      functionId: fn.id,
      event,
      invokedBy,
      steps: {},
      stack: [],
      planned: new Set(),
      isParallel: false,
      status: "running",
      attempts: 0,
    };
    runs.set(run.id, run);
    deliver(run, null, 0);
  }

  /** The app's expressions all compare run and epoch of both events. */
  function cancelMatching(fn: Registered, event: InngestEvent): void {
    for (const run of runs.values()) {
      const { runId, epoch } = run.event.data;
      if (
        run.functionId !== fn.id ||
        run.status !== "running" ||
        runId !== event.data.runId ||
        epoch !== event.data.epoch
      )
        continue;
      run.status = "cancelled";
      answerInvoker(run, { type: "error", error: { name: "InngestError", message: "the function was cancelled" } });
      accept({ name: "inngest/function.cancelled", data: { function_id: run.functionId, event: run.event } });
    }
  }

  function deliver(run: StandInRun, step: string | null, attempt: number, afterMs = 0): void {
    const delivery: Delivery = { run, step, attempt, isRepeated: false };
    const delay = afterMs + Math.random() * (options.reorderMs ?? 0);
    later(delay, () => void request(delivery));
    if (options.duplicates) later(delay, () => void request(delivery));
  }

  async function request(delivery: Delivery): Promise<void> {
    const { run, step, attempt } = delivery;
    if (run.status !== "running" || isClosed || (step !== null && !run.planned.has(step))) return;
    const fn = functions.get(run.functionId);
    if (!fn) return;
    const body = canonical(requestBody(run, attempt));
    const url = new URL(fn.url);
    url.searchParams.set("fnId", fn.id);
    url.searchParams.set("stepId", step ?? "step");
    server.requests += 1;
    let response: Response;
    let text: string;
    inFlight.add(delivery);
    try {
      response = await fetch(url, { method: "POST", body, headers: headers(body) });
      text = await response.text();
    } catch {
      return again(delivery, null, "the app did not answer");
    } finally {
      inFlight.delete(delivery);
    }
    if (run.status !== "running") return;
    if (response.status === 206) return take(delivery, JSON.parse(text) as Op[], response);
    if (response.status === 200) {
      run.status = "completed";
      return answerInvoker(run, { type: "data", data: text === "" ? null : JSON.parse(text) });
    }
    again(delivery, response, text);
  }

  function take(delivery: Delivery, ops: Op[], response: Response): void {
    const { run } = delivery;
    const found = ops.filter((op) => !(op.id in run.steps) && !run.planned.has(op.id));
    if (found.length > 1) run.isParallel = true;
    for (const op of ops) {
      if (op.id in run.steps) continue;
      switch (op.op) {
        case "StepRun":
        case "Step":
          complete(run, op.id, { type: "data", data: op.data ?? null });
          break;
        case "StepFailed":
          complete(run, op.id, { type: "error", error: op.error });
          break;
        case "StepError":
          run.planned.add(op.id);
          again(delivery, response, JSON.stringify(op.error));
          break;
        case "StepPlanned":
          if (run.planned.has(op.id)) break;
          run.planned.add(op.id);
          deliver(run, op.id, 0);
          break;
        case "Sleep":
          if (run.planned.has(op.id)) break;
          run.planned.add(op.id);
          later(Math.max(0, Date.parse(op.name ?? "") - Date.now()), () => complete(run, op.id, null));
          break;
        case "WaitForSignal":
          if (run.planned.has(op.id)) break;
          run.planned.add(op.id);
          signals.set(op.opts?.signal ?? "", { run, step: op.id });
          break;
        case "InvokeFunction":
          if (run.planned.has(op.id)) break;
          run.planned.add(op.id);
          invoke(op, { run, step: op.id });
          break;
        default:
          throw new Error(`the stand-in does not know the op ${op.op}`);
      }
    }
  }

  function invoke({ opts }: Op, invokedBy: NonNullable<StandInRun["invokedBy"]>): void {
    const fn = functions.get(opts?.function_id ?? "");
    if (!fn) throw new Error(`the stand-in has no function ${opts?.function_id}`);
    begin(fn, { name: "inngest/function.invoked", data: opts?.payload?.data ?? {} }, invokedBy);
  }

  /** Who has invoked the run goes on with what it came to. */
  function answerInvoker({ invokedBy }: StandInRun, result: unknown): void {
    if (invokedBy) complete(invokedBy.run, invokedBy.step, result);
  }

  function complete(run: StandInRun, step: string, result: unknown): void {
    if (run.status !== "running" || step in run.steps) return;
    if (run.stack.length >= (options.maxSteps ?? 1_000)) {
      fail(run, "it has more steps than a function may");
      return;
    }
    run.steps[step] = result;
    run.stack.push(step);
    run.planned.delete(step);
    deliver(run, null, 0);
  }

  /** A delivery that failed is made again, once however often it was made, up to the function's tries. */
  function again(delivery: Delivery, response: Response | null, why: string): void {
    const { run, step, attempt } = delivery;
    if (delivery.isRepeated || run.status !== "running") return;
    delivery.isRepeated = true;
    const isFinal = response?.headers.get("x-inngest-no-retry") === "true" || attempt >= 20;
    if (isFinal) {
      fail(run, why);
      return;
    }
    const retryAfter = response?.headers.get("retry-after");
    const at = retryAfter
      ? Number.isFinite(Number(retryAfter))
        ? Number(retryAfter) * 1000
        : Date.parse(retryAfter) - Date.now()
      : null;
    deliver(run, step, attempt + 1, at ?? options.backoffMs ?? 50);
  }

  function fail(run: StandInRun, why: string): void {
    run.status = "failed";
    answerInvoker(run, { type: "error", error: { name: "Error", message: why } });
    accept({
      name: "inngest/function.failed",
      data: { function_id: run.functionId, event: run.event, error: { message: why } },
    });
  }

  function headers(body: string): Record<string, string> {
    const common = {
      "content-type": "application/json",
      connection: "close",
      "x-inngest-server-kind": options.signingKey ? "cloud" : "dev",
      "x-inngest-req-version": "2",
    };
    if (!options.signingKey) return common;
    const at = Math.floor(Date.now() / 1000).toString();
    const key = options.signingKey.replace(/^signkey-\w+-/, "");
    const signature = createHmac("sha256", key)
      .update(body + at)
      .digest("hex");
    return { ...common, "x-inngest-signature": `t=${at}&s=${signature}` };
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const path = message.url ?? "";
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (path.startsWith("/fn/register")) {
      register(body as RegisterBody);
      server.registrations += 1;
      return answer(200, { ok: true, modified: true });
    }
    if (path.startsWith("/e/")) {
      const events = Array.isArray(body) ? (body as InngestEvent[]) : [body as InngestEvent];
      answer(200, { ids: events.map(({ id }) => id ?? ""), status: 200 });
      for (const event of events) accept(event);
      return;
    }
    if (path === "/v1/signals") {
      const { signal, data } = body as { signal: string; data: unknown };
      const waiting = signals.get(signal);
      if (waiting?.run.status !== "running") return answer(404, { error: "no run waits for this signal" });
      signals.delete(signal);
      answer(200, { data: { run_id: waiting.run.id } });
      return complete(waiting.run, waiting.step, { type: "data", data: { signal, data } });
    }
    answer(404, { error: `the stand-in has no ${path}` });
  }

  interface RegisterBody {
    url: string;
    functions: {
      id: string;
      triggers: { event?: string }[];
      cancel?: { event: string }[];
      steps: { step: { runtime: { url: string } } };
    }[];
  }
  function register({ functions: all }: RegisterBody): void {
    for (const fn of all) {
      const url = new URL(fn.steps.step.runtime.url);
      functions.set(fn.id, {
        id: fn.id,
        url: `${url.origin}${url.pathname}`,
        triggers: fn.triggers,
        cancel: fn.cancel ?? [],
      });
    }
  }

  const http = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const server: InngestServer = {
    url: `http://127.0.0.1:${port}`,
    registrations: 0,
    requests: 0,
    runs,
    async deliverAgain(runId) {
      const open = [...inFlight].filter(({ run }) => run.event.data.runId === runId);
      await Promise.all(open.map(request));
    },
    async close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

/** JSON with sorted keys: what Inngest signs. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
