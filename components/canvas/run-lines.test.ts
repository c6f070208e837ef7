import { expect, test } from "vitest";
import type { RunEvent } from "#lib/engine/events.ts";
import { linesOf } from "./run-lines.ts";

test("a run's log holds what nodes said and everything that went wrong, in order", () => {
  const error = { code: "http_status", message: "It answered 503" };
  const base = { ports: ["out"], ms: 1, attempt: 1 };
  const events: RunEvent[] = [
    { type: "run.started", at: 1, trigger: "t", input: null, build: "b" },
    { type: "log", at: 2, path: "code", level: "info", message: "counting" },
    { type: "node.retrying", at: 3, path: "call", attempt: 1, error, nextAt: 503 },
    { type: "node.completed", at: 4, path: "mail", ...base, output: null, handled: error },
    { type: "node.completed", at: 5, path: "fine", ...base, output: null },
    { type: "node.waiting", at: 6, path: "pay", kind: "uncertain", until: null },
    { type: "node.failed", at: 7, path: "loop[2]/call", ...base, error, handled: false },
    { type: "run.failed", at: 8, error: { ...error, message: "Stopped here." } },
  ];
  const lines = linesOf(events.map((event, i) => ({ seq: i + 1, event })));
  expect(lines.map(({ seq, path, level, text }) => [seq, path, level, text])).toEqual([
    [2, "code", "info", "counting"],
    [3, "call", "warn", "Try 1 failed: It answered 503. The next one comes in 500 ms."],
    [4, "mail", "warn", "Failed, and the run went on: It answered 503."],
    [6, "pay", "warn", "The server stopped while this was under way. It waits for your decision."],
    [7, "loop[2]/call", "error", "It answered 503."],
    [8, null, "error", "The run failed: Stopped here."],
  ]);
});
