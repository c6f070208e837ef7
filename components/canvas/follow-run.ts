import type { JournalEntry, RunEvent, RunEventType } from "#lib/engine/events.ts";
import type { Json } from "#lib/engine/json.ts";
import { asTextDelta } from "#lib/engine/node-progress.ts";
import { parseJson } from "#lib/engine/parse-json.ts";
import type { RunOverlayActions, RunOverlayState, WrittenDelta } from "./run-overlay.ts";

/** What a run is told to: the overlay of a canvas, or anything that takes the same. */
export interface RunFollower {
  getState(): Pick<RunOverlayActions, "take" | "write" | "setConnection"> & {
    live: Pick<RunOverlayState["live"], "seq">;
  };
}

/** Every type there is: an EventSource hears named events only by their name. */
const eventTypes: Readonly<Record<RunEventType, true>> = {
  "run.queued": true,
  "run.started": true,
  "run.waiting": true,
  "run.resumed": true,
  "run.cancelling": true,
  "run.completed": true,
  "run.failed": true,
  "run.cancelled": true,
  "node.started": true,
  "node.retrying": true,
  "node.completed": true,
  "node.failed": true,
  "node.skipped": true,
  "node.cancelled": true,
  "node.waiting": true,
  "node.resumed": true,
  "step.completed": true,
  "step.failed": true,
  "iteration.completed": true,
  "join.decided": true,
  "model.called": true,
  "budget.exceeded": true,
  log: true,
};

const HIDDEN_MS = 30_000;
const AGAIN_MS = 2_000;

/** `run:<id>=41` → 41; the id may name several topics. */
export function seqOf(lastEventId: string, runId: string): number | null {
  for (const part of lastEventId.split(",")) {
    const [topic, seq] = part.trim().split("=");
    if (topic === `run:${runId}` && seq !== undefined && /^\d+$/.test(seq)) return Number(seq);
  }
  return null;
}

/** The piece of text in a `delta` event of this run; null for any other progress. */
export function deltaIn(data: string, runId: string): WrittenDelta | null {
  // The server writes what lib/front/event-streams.ts describes.
  const told = parseJson(data) as { runId: string; path: string; delta: Json };
  const delta = told.runId === runId ? asTextDelta(told.delta) : null;
  return delta && { path: told.path, delta };
}

function endsRun(type: RunEventType): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.cancelled";
}

/**
 * Feeds a run's journal to the overlay from its first event to its last, a frame's worth at a time. It survives lost
 * connections, and gives the connection up while the tab is hidden. Call the result to stop.
 */
export function followRun(runId: string, overlay: RunFollower): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let frame: number | null = null;
  let ended = false;
  let arrived: JournalEntry[] = [];
  let written: WrittenDelta[] = [];

  const flush = () => {
    frame = null;
    const entries = arrived;
    arrived = [];
    overlay.getState().take(entries);
    if (written.length > 0) overlay.getState().write(written);
    written = [];
    if (ended) overlay.getState().setConnection("ended");
  };

  const take = (type: RunEventType) => (message: MessageEvent<string>) => {
    const seq = seqOf(message.lastEventId, runId);
    if (seq === null) return;
    // The server writes what lib/engine/events.ts describes; the name of the message is the event's type.
    arrived.push({ seq, event: { ...(parseJson(message.data) as object), type } as RunEvent });
    if (endsRun(type)) {
      ended = true;
      close();
    }
    showSoon();
  };

  const write = ({ data }: MessageEvent<string>) => {
    const told = deltaIn(data, runId);
    if (told === null) return;
    written.push(told);
    showSoon();
  };

  // Frames stop in a hidden tab, so it is done at once there.
  const showSoon = () => {
    if (document.hidden) flush();
    else frame ??= requestAnimationFrame(flush);
  };

  const open = () => {
    if (ended || source !== null) return;
    const after = overlay.getState().live.seq;
    source = new EventSource(`/api/v1/events?topics=${encodeURIComponent(`run:${runId}`)}&after=${after}`);
    source.onopen = () => overlay.getState().setConnection("live");
    source.onerror = () => {
      if (ended) return;
      overlay.getState().setConnection("reconnecting");
      // A stream that was refused is closed for good; one that broke comes back by itself.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      clearTimeout(again);
      again = setTimeout(open, AGAIN_MS);
    };
    for (const type of Object.keys(eventTypes) as RunEventType[]) source.addEventListener(type, take(type));
    source.addEventListener("delta", write);
  };

  const close = () => {
    source?.close();
    source = null;
  };

  const onVisibility = () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, HIDDEN_MS);
    else open();
  };

  document.addEventListener("visibilitychange", onVisibility);
  open();
  return () => {
    ended = true;
    close();
    clearTimeout(again);
    clearTimeout(hiding);
    if (frame !== null) cancelAnimationFrame(frame);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
