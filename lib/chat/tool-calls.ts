import type { RunEvent } from "../engine/events.ts";
import { isJsonObject, type Json } from "../engine/json.ts";
import { parseJson } from "../engine/parse-json.ts";
import type { ChatPlan } from "./chat-plan.ts";

/** Something that was done for an answer, as a row that opens. */
export type ToolCall = {
  /** Path in the run. */
  path: string;
  name: string;
  /** What it was given and what came back, as text; "" where there is nothing to tell. */
  sent: string;
  got: string;
  ms: number;
  state: "done" | "failed";
};

const MOST_CHARACTERS = 4_000;

/** The row that an event of a shown node makes; null for all others. An agent's calls of its model are no tools. */
export function toolCallOf(event: RunEvent, shown: ChatPlan["shown"]): ToolCall | null {
  if (!("path" in event)) return null;
  if (event.type === "step.completed") {
    const node = shown.find(({ key, kind }) => kind === "agent" && isOf(event.path, key));
    const use = node ? toolUse(event.name, event.output) : null;
    return use && { path: event.path, ms: event.ms, ...use };
  }
  const node = shown.find(({ key, kind }) => kind === "search" && lastKey(event.path) === key);
  if (!node) return null;
  const row = { path: event.path, name: node.title, sent: "" };
  if (event.type === "node.failed") return { ...row, got: shorten(event.error.message), ms: event.ms, state: "failed" };
  if (event.type !== "node.completed") return null;
  const got = event.handled?.message ?? foundWords("output" in event ? event.output : null);
  return { ...row, got: shorten(got), ms: event.ms, state: event.handled ? "failed" : "done" };
}

/** Documents that a search found passages in. */
function foundWords(output: Json): string {
  const passages = passagesIn(output);
  if (passages === null) return "";
  const names = passages.flatMap((passage) => {
    const document = isJsonObject(passage) ? (passage.document ?? null) : null;
    const name = isJsonObject(document) ? document.name : document;
    return typeof name === "string" ? [name] : [];
  });
  const count = passages.length === 1 ? "1 passage" : `${passages.length} passages`;
  return names.length === 0 ? count : `${count}: ${[...new Set(names)].join(", ")}`;
}

/** The passages in what a search, or a tool that searches, has given. */
export function passagesIn(output: Json): readonly Json[] | null {
  if (!isJsonObject(output)) return null;
  if (Array.isArray(output.passages)) return output.passages;
  const { kind, text } = output;
  if (kind !== "tool" || typeof text !== "string" || !text.startsWith('{"passages":')) return null;
  try {
    // A tool's result is text for the model: of a search, what it found as JSON, unless it was cut.
    return passagesIn(parseJson(text));
  } catch {
    return null;
  }
}

/** Sub-steps of an agent that are no use of a tool (lib/nodes/ai-agent/step-values.ts). */
const ownSteps: ReadonlySet<unknown> = new Set(["model", "summary", "recall", "remember"]);

/** What an agent's sub-step tells of the use of a tool; null for its other ones. */
function toolUse(name: string, output: Json): Pick<ToolCall, "name" | "sent" | "got" | "state"> | null {
  if (!isJsonObject(output) || typeof output.kind !== "string") {
    // A person has said what a lost step came to.
    return ownSteps.has(name) ? null : { name, sent: "", got: written(output), state: "done" };
  }
  if (output.kind !== "tool") return null;
  const found = passagesIn(output);
  return {
    name: typeof output.name === "string" ? output.name : name,
    sent: written(output.input ?? null),
    got: found ? foundWords({ passages: [...found] }) : written(output.text ?? null),
    state: output.failed === true ? "failed" : "done",
  };
}

function written(value: Json): string {
  if (value === null) return "";
  return shorten(typeof value === "string" ? value : JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, " "));
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** Is it this node's, or a sub-step's of it? */
export function isOf(path: string, key: string): boolean {
  return path === key || path.startsWith(`${key}/`);
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
