import { deepStrictEqual, ok } from "node:assert/strict";
import type { Json } from "../../engine/json.ts";
import { referenceRun } from "../../engine/testing/reference-run.ts";
import type { ReferenceRun } from "../../engine/testing/reference-world.ts";
import { Told } from "../../engine/testing/told.ts";
import { answerOf } from "../answer-of.ts";
import type { Placed } from "./drawn-document.ts";
import { scriptOf } from "./drawn-script.ts";
import { type CompiledRun, STARTED_AT, type WalkedRun } from "./drawn-walk.ts";

/** What a walk came to, compared with what the rules say of its facts in their order. @throws where they come apart */
export function checkWalk({ graph, placed }: CompiledRun, walked: WalkedRun): { told: Told; expected: ReferenceRun } {
  const isContainer = (path: string) => /^(loop|while)$/.test(placed.get(lastKey(path))?.kind ?? "");
  const told = new Told(walked.entries, walked.turns, isContainer);
  const expected = referenceRun(graph, { go: 1 }, scriptOf(placed), told);
  checkEnd(walked, told, expected, graph.settings.maxAgeMs ?? Number.POSITIVE_INFINITY);
  deepStrictEqual(expected.complaints, []);
  for (const path of new Set([...expected.nodes.keys(), ...told.nodes.keys()])) {
    if (path === "") continue;
    const node = told.nodes.get(path);
    const wanted = expected.nodes.get(path);
    ok(wanted, `${path} is ${node?.status}, and does not belong there`);
    ok(wanted.may.has(node?.status ?? "none"), `${path} is ${node?.status}; it may be ${[...wanted.may]}`);
    if (node?.status === "completed" || node?.status === "failed")
      deepStrictEqual(
        plain(node.output),
        wanted.may.has("failed") && node.output === null ? null : wanted.output,
        path,
      );
  }
  checkExecutions(walked);
  checkTries(walked, placed, expected);
  checkAnswer(walked, expected, placed);
  return { told, expected };
}

function checkEnd({ entries, cancelled }: WalkedRun, told: Told, expected: ReferenceRun, oldest: number): void {
  const ends = entries.filter(({ event }) => /^run\.(completed|failed|cancelled)$/.test(event.type));
  deepStrictEqual(ends.length, 1, "a run ends once");
  const end = entries.at(-1)?.event;
  deepStrictEqual(end?.type === "run.cancelled", cancelled !== null, "who cancels is told the truth");
  const facts = entries.flatMap(({ event }) =>
    /^node\.(completed|failed|skipped|cancelled)$/.test(event.type) && "path" in event ? [event.path] : [],
  );
  deepStrictEqual(facts.length, new Set(facts).size, "a node settles once");
  const age = (end?.at ?? 0) - STARTED_AT;
  const isTooOld = end?.type === "run.failed" && end.error.code === "timeout";
  if (end?.type !== "run.cancelled")
    deepStrictEqual(isTooOld, age >= oldest, "a run that is too old fails, and no other");
  if (end?.type === "run.cancelled" || isTooOld) return;
  deepStrictEqual(end?.type === "run.failed" ? (end.error.node ?? null) : null, expected.failed, "what failed the run");
  if (end?.type === "run.completed") deepStrictEqual(plain(told.output("")), expected.output, "the output");
}

/** What is journalled is not executed again, and nothing is once the run was cancelled. */
function checkExecutions({ entries, turns, executions, cancelled, deaths }: WalkedRun): void {
  const settledIn = new Map<string, number>();
  for (const { seq, event } of entries)
    if (/^(node\.(completed|failed|cancelled)|step\.completed)$/.test(event.type) && "path" in event)
      settledIn.set(event.path, turns.get(seq) ?? 0);
  const seen = new Set<string>();
  for (const { path, attempt, turn } of executions) {
    ok(turn <= (settledIn.get(path) ?? turn), `${path} was executed after it had settled`);
    if (cancelled !== null) ok(turn <= cancelled + 1, `${path} was executed after the run was cancelled`);
    if (deaths === 0) ok(!seen.has(`${path} ${attempt}`), `${path} was executed twice`);
    seen.add(`${path} ${attempt}`);
  }
  checkLateResults({ entries, turns });
}

/** E5: what an early join cancelled in flight has come to its end by then, or is cancelled. */
function checkLateResults({ entries, turns }: Pick<WalkedRun, "entries" | "turns">): void {
  const cancelledIn = new Map<string, number>();
  for (const { seq, event } of entries) {
    if (event.type === "node.cancelled") cancelledIn.set(event.path, turns.get(seq) ?? 0);
    if (!/^(node|step)\./.test(event.type) || !("path" in event)) continue;
    for (const [path, turn] of cancelledIn)
      if (event.path.startsWith(`${path}[`) || event.path.startsWith(`${path}/`))
        ok((turns.get(seq) ?? 0) <= turn + 12 || event.type === "node.cancelled", `${event.path} goes on in ${path}`);
  }
}

/** E11. */
function checkTries({ entries, deaths }: WalkedRun, placed: ReadonlyMap<string, Placed>, expected: ReferenceRun): void {
  const failures = new Map<string, number>();
  for (const { event } of entries) {
    if (event.type === "node.retrying") {
      const own = placed.get(lastKey(event.path)) as Placed;
      const wait = own.sleepsBetween ? Math.min(600_000 * 2 ** (event.attempt - 1), 900_000) : 0;
      deepStrictEqual(event.nextAt - event.at, wait, `wait before try ${event.attempt + 1} of ${event.path}`);
      failures.set(event.path, (failures.get(event.path) ?? 0) + 1);
      expected.ways.push({ way: "E11 tries again", path: event.path });
    }
    if (event.type !== "node.completed" && event.type !== "node.failed") continue;
    const own = placed.get(lastKey(event.path));
    if (own?.kind !== "step" || own.disabled || deaths > 0) continue;
    const tries = Math.min(own.flaky, own.attempts - 1);
    deepStrictEqual(failures.get(event.path) ?? 0, tries, `tries of ${event.path} that failed`);
    if (own.flaky >= own.attempts) expected.ways.push({ way: "E11 has no tries left", path: event.path });
  }
}

/** E15. */
function checkAnswer(walked: WalkedRun, expected: ReferenceRun, placed: ReadonlyMap<string, Placed>): void {
  const responds = [...placed.values()].filter(({ kind, disabled }) => kind === "respond" && !disabled);
  const told = answerOf(walked.entries, new Set(responds.map(({ key }) => key)));
  if (expected.answer)
    deepStrictEqual(told?.kind === "respond" ? plain(told.body) : told, expected.answer.body, "the answer");
  else ok(told?.kind !== "respond", "nothing has answered");
  const wasHeard = walked.deaths === 0 && walked.cancelled === null && walked.answer !== null;
  if (wasHeard)
    deepStrictEqual(plain(walked.answer as unknown as Json), plain(told as unknown as Json), "what the caller heard");
  if (!expected.answer) expected.ways.push({ way: "E15 the run's end answers", path: "" });
}

/** Errors as the path of what failed. */
export function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [key, plain(inner)]);
  const { error } = value;
  if (typeof error !== "object" || error === null || Array.isArray(error)) return Object.fromEntries(entries);
  return { ...Object.fromEntries(entries), error: error.node ?? null };
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
