import type { RunEvent } from "../engine/events.ts";
import { isJsonObject, type Json } from "../engine/json.ts";
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
const MODEL_STEP = /^model\b/;

/** The row that an event of a shown node makes; null for all others. An agent's calls of its model are no tools. */
export function toolCallOf(event: RunEvent, shown: ChatPlan["shown"]): ToolCall | null {
  if (!("path" in event)) return null;
  if (event.type === "step.completed") {
    const node = shown.find(({ key, kind }) => kind === "agent" && isOf(event.path, key));
    if (!node || MODEL_STEP.test(event.name)) return null;
    const { sent, got, failed, name } = partsOf(event.output);
    const { path, ms } = event;
    return { path, name: name ?? event.name, sent, got, ms, state: failed ? "failed" : "done" };
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
    const document = isJsonObject(passage) ? passage.document : null;
    return isJsonObject(document ?? null) ? [String((document as { name?: Json }).name ?? "")] : [];
  });
  const count = passages.length === 1 ? "1 passage" : `${passages.length} passages`;
  return names.length === 0 ? count : `${count}: ${[...new Set(names)].join(", ")}`;
}

/** The passages in what a search, or a tool that searches, has given. */
export function passagesIn(output: Json): readonly Json[] | null {
  if (!isJsonObject(output)) return null;
  for (const holder of [output, output.output, output.result]) {
    if (isJsonObject(holder ?? null) && Array.isArray((holder as { passages?: Json }).passages))
      return (holder as { passages: Json[] }).passages;
  }
  return null;
}

/** A tool's step tells what it was given and what came back, or only the latter. */
function partsOf(output: Json): { name: string | null; sent: string; got: string; failed: boolean } {
  if (!isJsonObject(output)) return { name: null, sent: "", got: written(output), failed: false };
  const sent = output.input ?? output.arguments;
  const error = output.error ?? null;
  const got = error ?? output.output ?? output.result ?? (sent === undefined ? output : null);
  return {
    name: typeof output.tool === "string" ? output.tool : null,
    sent: sent === undefined ? "" : written(sent),
    got: passagesIn(output) ? foundWords({ passages: [...(passagesIn(output) ?? [])] }) : written(got),
    failed: error !== null,
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
