import type { Json } from "../../engine/json.ts";
import { parseJson as parseText } from "../../engine/parse-json.ts";
import { NodeError } from "../define.ts";
import type { OutboundResponse } from "../step-context.ts";

const MAX_DEPTH = 500;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The body of an answer as JSON. Empty bodies are null; bytes that are no text come as base64. */
export function readAnswer(answer: OutboundResponse, as: "auto" | "json" | "text"): Json {
  if (answer.body.length === 0) return as === "text" ? "" : null;
  const type = answer.headers["content-type"] ?? "";
  if (as === "text") return decodeText(answer.body, type) ?? lossyText(answer.body);
  const text = decodeText(answer.body, type);
  if (as === "json") return parseJson(text ?? lossyText(answer.body), answer);
  if (text === null)
    return Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.length).toString("base64");
  if (!isJsonType(type)) return text;
  try {
    return parseJson(text, answer);
  } catch (error) {
    // Many servers call an error page JSON; by itself the node takes what is there.
    if (error instanceof SyntaxError || isNotJson(error)) return text;
    throw error;
  }
}

/** Null when the bytes are no text in the character set that the server names. */
function decodeText(body: Uint8Array, type: string): string | null {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
  try {
    const decoder = charset === undefined ? utf8 : new TextDecoder(charset, { fatal: true });
    return decoder.decode(body);
  } catch {
    return null;
  }
}

function lossyText(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

function isJsonType(type: string): boolean {
  return /^(application|text)\/([^;\s]+\+)?json\b/i.test(type.trim());
}

function parseJson(text: string, answer: OutboundResponse): Json {
  let value: Json;
  try {
    value = parseText(text);
  } catch {
    throw new NodeError("upstream", `${hostOf(answer)} did not answer with JSON. It begins: ${text.slice(0, 80)}`, {
      retry: "never",
      details: { reason: "not_json", status: answer.status },
    });
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw new NodeError("output_too_large", `The answer of ${hostOf(answer)} is nested more than ${MAX_DEPTH} deep.`, {
      retry: "never",
      details: { reason: "too_deep" },
    });
  }
  return value;
}

function isNotJson(error: unknown): boolean {
  const details = error instanceof NodeError ? error.details : undefined;
  return typeof details === "object" && details !== null && !Array.isArray(details) && details.reason === "not_json";
}

/** Stops at `depth`, so that it cannot run out of stack where everything after it would. */
function isDeeperThan(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === "object" && inner !== null && isDeeperThan(inner, depth - 1)) return true;
  }
  return false;
}

export function hostOf(answer: Pick<OutboundResponse, "url">): string {
  return URL.parse(answer.url)?.host ?? "The server";
}
