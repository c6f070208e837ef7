import type { Json } from "../engine/json.ts";

/** `3 fields`, `1 field`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A setting as the card's second line shows it: one line, without the braces around a lone expression. */
export function shown(value: Json | undefined, max = 60): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const line = text.replace(/\s+/g, " ").trim();
  const lone = /^\{\{((?:(?!\}\}).)*)\}\}$/.exec(line);
  const bare = lone?.[1]?.trim() ?? line;
  return bare.length > max ? `${bare.slice(0, max - 1)}…` : bare;
}
