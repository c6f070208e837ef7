import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { isJsonObject, type Json } from "../engine/json.ts";
import { answerOf } from "../runs/answer-of.ts";
import type { RunAnswer } from "../runs/ports.ts";
import { answerText } from "./answer-text.ts";
import type { ChatPlan } from "./chat-plan.ts";
import { type Source, sourcesOf } from "./sources.ts";
import { isOf, passagesIn, type ToolCall, toolCallOf } from "./tool-calls.ts";

/** An answer as it is kept once it is known, and as it is shown while it comes about. */
export type ChatAnswer = {
  /** `waiting`: the run waits for somebody or for a time. */
  state: "running" | "waiting" | "done" | "failed" | "stopped";
  /** Markdown. Of one that is not done: what was written so far. */
  text: string;
  sources: Source[];
  tools: ToolCall[];
  error: { code: string; message: string } | null;
  /** Tokens that the run's models read and wrote; null where none says. */
  usage: { read: number; written: number } | null;
  /** Whether the model that wrote it was cut short by its limit. */
  isCut: boolean;
};

export const emptyAnswer: ChatAnswer = {
  state: "running",
  text: "",
  sources: [],
  tools: [],
  error: null,
  usage: null,
  isCut: false,
};

export function isSettled({ state }: Pick<ChatAnswer, "state">): boolean {
  return state !== "running" && state !== "waiting";
}

/**
 * An answer by its run's journal, as far as that has come. Pure: the server keeps what it gives, the page shows it while it
 * grows. Once there is an answer (E15), its text is that and nothing else.
 */
export function answerView(entries: readonly JournalEntry[], plan: ChatPlan): ChatAnswer {
  const outputs = new Map<string, Json>();
  const tools: ToolCall[] = [];
  let passages: readonly Json[] = [];
  let searchedBy: string | null = null;
  let writer: string | null = null;
  let usage: ChatAnswer["usage"] = null;
  let isWaiting = false;
  let isCut = false;
  for (const { event } of entries) {
    if (event.type === "run.waiting") isWaiting = true;
    if (event.type === "run.resumed") isWaiting = false;
    const tool = toolCallOf(event, plan.shown);
    if (tool) tools.push(tool);
    const begun = writerOf(event, plan);
    writer ??= begun;
    const output = outputIn(event, outputs);
    if (output === undefined || !("path" in event)) continue;
    if (event.type === "node.completed") {
      outputs.set(event.path, output);
      usage = withUsage(usage, output);
      if (plan.writers.includes(event.path)) isCut = isJsonObject(output) && output.finishReason === "length";
    }
    const by = plan.shown.find(({ key }) => isOf(event.path, key));
    const found = by ? passagesIn(output) : null;
    if (!by || found === null) continue;
    // The searches of one agent are numbered through; another node begins anew, and the last is what was answered from.
    passages = by.key === searchedBy ? withPassages(passages, found) : found;
    searchedBy = by.key;
  }
  const written = writer === null ? null : (outputs.get(writer) ?? null);
  const base = { tools, usage, isCut, error: null };
  const found = { sources: sourcesOf(passages), text: answerText(written).text };
  const answer = answerOf(entries, new Set(plan.responds));
  if (answer === null) return { ...base, ...found, state: isWaiting ? "waiting" : "running" };
  return { ...base, ...found, ...ended(answer, found) };
}

function ended(answer: RunAnswer, found: Pick<ChatAnswer, "sources">): Partial<ChatAnswer> & Pick<ChatAnswer, "state"> {
  switch (answer.kind) {
    case "cancelled":
      return { state: "stopped" };
    case "failed": {
      const { code, message } = answer.error;
      return { state: "failed", error: { code, message } };
    }
    default: {
      const { text, citations } = answerText(answer.kind === "respond" ? answer.body : answer.output);
      return { state: "done", text, sources: citations === null ? found.sources : sourcesOf(citations) };
    }
  }
}

/** Of two passages with one number, the later one is what was answered from. */
function withPassages(before: readonly Json[], found: readonly Json[]): readonly Json[] {
  const numbers = new Set(found.map(numberOf));
  return numbers.has(undefined) ? found : [...before.filter((passage) => !numbers.has(numberOf(passage))), ...found];
}

function numberOf(passage: Json): Json | undefined {
  return isJsonObject(passage) ? passage.number : undefined;
}

/** The writer that an event says has begun. */
function writerOf(event: RunEvent, { writers }: ChatPlan): string | null {
  if (event.type !== "node.started" && event.type !== "node.completed") return null;
  return writers.find((key) => isOf(event.path, key)) ?? null;
}

function outputIn(event: RunEvent, outputs: ReadonlyMap<string, Json>): Json | undefined {
  if (event.type === "step.completed") return event.output;
  if (event.type !== "node.completed") return undefined;
  return "outputOf" in event ? (outputs.get(event.outputOf) ?? null) : event.output;
}

/** Nodes with a model say what it took (lib/nodes/model-fields.ts). */
function withUsage(before: ChatAnswer["usage"], output: Json): ChatAnswer["usage"] {
  const usage = isJsonObject(output) ? output.usage : null;
  if (!isJsonObject(usage)) return before;
  const { inputTokens, outputTokens } = usage;
  if (typeof inputTokens !== "number" || typeof outputTokens !== "number") return before;
  return { read: (before?.read ?? 0) + inputTokens, written: (before?.written ?? 0) + outputTokens };
}
