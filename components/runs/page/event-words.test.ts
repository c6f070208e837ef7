import { expect, test } from "vitest";
import type { RunEvent } from "#lib/engine/events.ts";
import { eventLine } from "./event-words.ts";

const lineOf = (event: RunEvent) => eventLine({ seq: 1, event });
const started = (path: string, attempt = 1): RunEvent => ({ type: "node.started", at: 1, path, attempt });

test("a node begins for everybody, a step of its own for those who look closer, and says which", () => {
  expect(lineOf(started("helper"))).toMatchObject({ text: "started", isMain: true });
  expect(lineOf(started("loop[2]/helper", 2))).toMatchObject({ text: "try 2", isMain: true });
  expect(lineOf(started("loop[2]/helper/get_order#1"))).toMatchObject({ text: "get_order started", isMain: false });
});

test("a step that fails and is tried again is seen by everybody", () => {
  const error = { code: "upstream" as const, message: "Out of order." };
  const line = lineOf({ type: "node.retrying", at: 1, path: "helper/model#2", attempt: 1, nextAt: 1_001, error });
  expect(line).toMatchObject({ text: "model failed, try 2 in 1 s", isMain: true, isError: true });
});
