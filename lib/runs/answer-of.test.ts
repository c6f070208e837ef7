import { expect, it } from "vitest";
import type { IterationNode } from "../engine/events.ts";
import { answerOf } from "./answer-of.ts";

it("E15 finds the first answer of a round, also where one before it was skipped", () => {
  const reply = { status: 200, headers: {}, body: "late" };
  const nodes: IterationNode[] = [
    { key: "inner[0]/reply", status: "skipped", ports: [], ms: 0 },
    { key: "inner[1]/reply", status: "completed", ports: ["out"], ms: 0, output: reply },
  ];
  const round = {
    type: "iteration.completed",
    at: 1,
    path: "loop[0]",
    ms: 0,
    status: "completed",
    nodes,
    output: null,
  } as const;
  expect(answerOf([{ seq: 1, event: round }], new Set(["reply"]))).toEqual({ kind: "respond", ...reply });
});
