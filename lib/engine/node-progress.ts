import { isJsonObject, type Json } from "./json.ts";

/** What a node has written so far, told while it works: from `at` on, the text is this one. Never journalled. */
export type TextDelta = { at: number; text: string };

export function asTextDelta(delta: Json): TextDelta | null {
  if (!isJsonObject(delta)) return null;
  const { at, text } = delta;
  return typeof at === "number" && typeof text === "string" ? { at, text } : null;
}

/** The text after a delta. One that begins behind the end tells of a piece that was missed: it is not made up. */
export function afterDelta(before: string, { at, text }: TextDelta): string {
  return at > before.length ? `${before}…${text}` : before.slice(0, at) + text;
}
