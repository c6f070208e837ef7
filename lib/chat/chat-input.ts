import { isJsonObject, type Json } from "../engine/json.ts";

/** One thing that was said before. */
export type Said = { role: "user" | "assistant" | "system"; text: string };

/** What `trigger.chat` gives. */
export type ChatInput = { message: string; conversationId: string | null; history: Said[] };

function isRole(value: unknown): value is Said["role"] {
  return value === "user" || value === "assistant" || value === "system";
}

/** The input of a run that is started by hand, in the form that the trigger gives: a text alone is the message. */
export function chatInput(input: Json): ChatInput {
  if (!isJsonObject(input)) return { message: textOf(input), conversationId: null, history: [] };
  const { message = null, conversationId, history } = input;
  return {
    message: textOf(message),
    conversationId: typeof conversationId === "string" ? conversationId : null,
    history: Array.isArray(history) ? history.flatMap(saidOf) : [],
  };
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function saidOf(value: Json): Said[] {
  if (!isJsonObject(value) || !isRole(value.role) || typeof value.text !== "string") return [];
  return [{ role: value.role, text: value.text }];
}
