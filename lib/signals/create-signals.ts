import { errorMessage } from "../errors.ts";
import { SignalHub } from "./signal-hub.ts";
import type { Signal, SignalLine, SignalListening, Signals } from "./signals.ts";

/** Signals of the same topic within this time are one. The first one of a quiet time leaves at once. */
const TOGETHER_MS = 25;

/**
 * Signals over one or more lines, the best first: what cannot be sent over one, or is heard by nobody there, goes over the
 * next. All of them are listened to, but only while somebody here wants to hear: a process that nobody watches from holds
 * no connection.
 */
export function createSignals(lines: readonly SignalLine[]): Signals {
  const hub = new SignalHub();
  const waiting = new Map<string, number>();
  let listening: SignalListening[] = [];
  let closing: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let sentAt = Number.NEGATIVE_INFINITY;
  let sendProblem: string | null = null;
  let isClosed = false;

  async function send(): Promise<void> {
    const signals: Signal[] = [...waiting].map(([topic, seq]) => ({ topic, seq }));
    waiting.clear();
    if (signals.length === 0) return;
    let problem: string | null = null;
    for (const line of lines) {
      try {
        const isHeard = await line.send(signals);
        problem = null;
        if (isHeard) break;
      } catch (error) {
        problem = errorMessage(error);
      }
    }
    sendProblem = problem;
  }

  const flush = () => {
    timer = undefined;
    sentAt = performance.now();
    sending = sending.then(send);
  };

  const open = () => {
    listening = lines.map((line) =>
      line.listen({ signal: ({ topic, seq }) => hub.tell(topic, seq), opened: () => hub.tellAll() }),
    );
  };
  const hangUp = () => {
    const open = listening;
    listening = [];
    closing = Promise.all([closing, ...open.map((line) => line.hangUp())]);
  };

  return {
    publish(topic, seq) {
      if (isClosed) return;
      waiting.set(topic, Math.max(seq, waiting.get(topic) ?? seq));
      timer ??= setTimeout(flush, Math.max(0, sentAt + TOGETHER_MS - performance.now()));
    },
    subscribe(topic, listener) {
      if (hub.isEmpty && !isClosed) open();
      const remove = hub.add(topic, listener);
      return () => {
        remove();
        if (hub.isEmpty && listening.length > 0) hangUp();
      };
    },
    problem: () => (listening.some((line) => line.problem() === null) ? null : listening[0]?.problem()) ?? sendProblem,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      flush();
      await sending;
      hangUp();
      await closing;
    },
  };
}
