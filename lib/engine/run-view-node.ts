import type { RunError, RunEvent } from "./events.ts";
import type { NodeView, Try } from "./run-view.ts";
import type { IterationCounts } from "./run-view-iterations.ts";

type NodeEvent = Extract<RunEvent, { type: `node.${string}` | "join.decided" }>;

/** A container that has not gone round. */
export const noRounds: IterationCounts = { total: null, done: 0, failed: 0, cancelled: 0, running: 0 };

export function newNode(path: string): NodeView {
  return {
    path,
    status: "queued",
    attempts: 0,
    tries: [],
    ports: [],
    startedAt: null,
    finishedAt: null,
    ms: null,
    error: null,
    handled: false,
    waiting: null,
    nextAt: null,
    counted: null,
    read: null,
    hasOutput: false,
    iterations: null,
    models: null,
    seq: 0,
  };
}

/** The record after one more event about the node. */
export function addToNode(node: NodeView, event: NodeEvent, seq: number): NodeView {
  switch (event.type) {
    case "node.started":
      return {
        ...node,
        seq,
        status: "running",
        attempts: event.attempt,
        tries: withTry(node.tries, { attempt: event.attempt, startedAt: event.at, finishedAt: null, error: null }),
        startedAt: node.startedAt ?? event.at,
        waiting: null,
        nextAt: null,
        iterations:
          event.items === undefined ? node.iterations : { ...noRounds, ...node.iterations, total: event.items },
      };
    case "node.retrying":
      return {
        ...node,
        seq,
        status: "retrying",
        attempts: event.attempt,
        tries: closed(node.tries, event.attempt, event.at, event.error),
        error: event.error,
        nextAt: event.nextAt,
      };
    case "node.waiting":
      return {
        ...node,
        seq,
        status: "waiting",
        startedAt: node.startedAt ?? event.at,
        waiting: { kind: event.kind, until: event.until },
        ...(event.error ? { error: event.error } : {}),
      };
    case "node.resumed":
      return { ...node, seq, status: "queued", waiting: null };
    case "join.decided":
      return { ...node, seq, counted: event.edges };
    default:
      return settled(node, event, seq);
  }
}

/** `agent/model#2`: something that a node does, and no node of its own. */
export function isSubStep(path: string): boolean {
  return path.includes("#", path.lastIndexOf("/") + 1);
}

/** The node run that a path is about: `agent` of `agent/model#2`, any other path as it is. */
export function nodePathOf(path: string): string {
  return isSubStep(path) ? path.slice(0, path.lastIndexOf("/")) : path;
}

/** The record of a sub-step that came to its end. */
export function endOfStep(node: NodeView, event: Extract<RunEvent, { type: "step.completed" }>, seq: number): NodeView {
  const { at, ms } = event;
  return {
    ...node,
    seq,
    status: "done",
    tries: closed(node.tries, node.attempts, at, null),
    startedAt: node.startedAt ?? at - ms,
    finishedAt: at,
    ms,
    error: null,
    waiting: null,
    nextAt: null,
  };
}

/** Tries that were under way when their process died: another one followed, and nobody saw their end. */
export function lostTries({ tries, attempts, status, waiting }: NodeView): number {
  const isAsked = status === "waiting" && waiting?.kind === "uncertain";
  return tries.filter(({ attempt, finishedAt }) => finishedAt === null && (attempt < attempts || isAsked)).length;
}

type FactEvent = Extract<NodeEvent, { type: "node.completed" | "node.failed" | "node.skipped" | "node.cancelled" }>;

function settled(node: NodeView, event: FactEvent, seq: number): NodeView {
  const end = { ...node, seq, finishedAt: event.at, waiting: null, nextAt: null };
  if (event.type === "node.skipped") return { ...end, status: "skipped" };
  if (event.type === "node.cancelled") return { ...end, status: "cancelled", tries: closedLast(node.tries, event.at) };
  const error = event.type === "node.failed" ? event.error : (event.handled ?? null);
  return {
    ...end,
    // A failure that was handled still shows as one, with its reason.
    status: error ? "failed" : "done",
    attempts: event.attempt,
    tries: closed(node.tries, event.attempt, event.at, error),
    ports: event.ports,
    ms: event.ms,
    startedAt: node.startedAt ?? event.at - event.ms,
    error,
    handled: error !== null && (event.type === "node.completed" || event.handled),
    read: (event.type === "node.completed" ? event.read : undefined) ?? null,
    hasOutput: event.type === "node.completed" || event.output !== undefined,
  };
}

function withTry(tries: readonly Try[], next: Try): Try[] {
  return [...tries.filter(({ attempt }) => attempt !== next.attempt), next];
}

function closed(tries: readonly Try[], attempt: number, at: number, error: RunError | null): Try[] {
  const open = tries.find((one) => one.attempt === attempt);
  return open ? withTry(tries, { ...open, finishedAt: at, error }) : [...tries];
}

function closedLast(tries: readonly Try[], at: number): Try[] {
  return tries.map((one) => (one.finishedAt === null ? { ...one, finishedAt: at } : one));
}
