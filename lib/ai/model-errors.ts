import type { JsonObject } from "../engine/json.ts";
import { isJsonObject } from "../engine/json.ts";
import { NodeError, type NodeErrorCode } from "../nodes/define.ts";
import { retryAfterMs } from "../outbound/retry-after.ts";

interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Meaning {
  code: NodeErrorCode;
  advice: string;
  retry: boolean;
}

const SHOWN = 500;

/** The error that a provider's answer of 400 or more stands for. */
export function statusError(answer: ErrorAnswer, model: string, now: number): NodeError {
  const said = saidIn(answer.body);
  const { code, advice, retry } = meaningOf(answer.status, said);
  const afterMs = retry ? waitOf(answer.headers, now) : null;
  return new NodeError(code, `${model}: ${advice}${said.message ? ` The provider said: ${said.message}` : ""}`, {
    retry: afterMs !== null ? { afterMs } : retry ? "default" : "never",
    details: {
      status: answer.status,
      ...(said.kind ? { kind: said.kind } : {}),
      ...(said.message && { message: said.message }),
    },
  });
}

/** What a provider says went wrong in the middle of its answer, or what the SDK could not make sense of. */
export function brokenAnswer(error: unknown, model: string): NodeError {
  if (error instanceof NodeError) return error;
  const statusCode = isJsonObject(error) ? error.statusCode : undefined;
  const said = saidBy(error);
  if (typeof statusCode === "number" && statusCode >= 400) {
    return statusError({ status: statusCode, headers: {}, body: JSON.stringify({ error: said }) }, model, 0);
  }
  if (/overloaded/i.test(said.kind ?? "")) {
    return statusError({ status: 529, headers: {}, body: JSON.stringify({ error: said }) }, model, 0);
  }
  const text = said.message ? ` (${said.message})` : "";
  return new NodeError("upstream", `${model} gave an answer that cannot be read${text}.`);
}

export function cutAnswer(model: string): NodeError {
  return new NodeError("upstream", `${model} stopped in the middle of its answer.`);
}

/** A limit in dollars cannot be kept for it. */
export function unpriced(model: string): NodeError {
  return new NodeError(
    "invalid_config",
    `What ${model} costs is not known, so a limit in dollars cannot be kept. Limit its tokens instead, or choose a model on the list of prices.`,
    { retry: "never", details: { reason: "no_price" } },
  );
}

interface Said {
  /** The provider's own name for it. */
  kind?: string;
  message?: string;
}

/** `{ error: { type | code | status, message } }`, as all of the providers have it, give or take. */
function saidIn(body: string): Said {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body.trim() === "" || /^\s*</.test(body) ? {} : { message: short(body) };
  }
  const list = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isJsonObject(list)) return {};
  const error = isJsonObject(list.error) ? list.error : list;
  const kind = textIn(error, ["code", "type", "status", "__type"]);
  const message = typeof list.error === "string" ? list.error : textIn(error, ["message", "Message", "detail"]);
  return { ...(kind && { kind }), ...(message && { message: short(message) }) };
}

function saidBy(error: unknown): Said {
  if (!(error instanceof Error)) return isJsonObject(error) ? saidIn(JSON.stringify(error)) : {};
  const kind = isJsonObject(error) ? textIn(error, ["code", "type"]) : undefined;
  return { message: short(error.message), ...(kind && { kind }) };
}

function textIn(from: JsonObject, names: readonly string[]): string | undefined {
  return names.map((name) => from[name]).find((value): value is string => typeof value === "string" && value !== "");
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

function meaningOf(status: number, { kind = "", message = "" }: Said): Meaning {
  if (status === 402 || isUsedUp(kind, message)) {
    return {
      code: "quota",
      advice: "the account has nothing left to pay with, or its limit is reached.",
      retry: false,
    };
  }
  if (isTooLong(kind, message)) {
    return { code: "invalid_input", advice: "what it is given is longer than it can read.", retry: false };
  }
  if (knowsNoTools(message)) {
    return {
      code: "invalid_config",
      advice: "it cannot use tools. Choose another model, or none of the tools.",
      retry: false,
    };
  }
  switch (status) {
    case 401:
      return { code: "auth", advice: "its provider does not accept the key of the credential.", retry: false };
    case 403:
      return { code: "auth", advice: "the key may not use this model.", retry: false };
    case 404:
      return { code: "not_found", advice: "its provider knows no such model, or has it no longer.", retry: false };
    case 408:
      return { code: "timeout", advice: "its provider waited too long.", retry: true };
    case 413:
      return { code: "invalid_input", advice: "what it is given is larger than its provider takes.", retry: false };
    case 429:
      return { code: "rate_limited", advice: "its provider is called too often.", retry: true };
  }
  if (status >= 500)
    return { code: "upstream", advice: "its provider has a problem of its own, or too much to do.", retry: true };
  return { code: "invalid_input", advice: "its provider does not accept this request.", retry: false };
}

function isUsedUp(kind: string, message: string): boolean {
  return (
    /insufficient_quota|billing/i.test(kind) || /credit balance is too low|exceeded your current quota/i.test(message)
  );
}

function isTooLong(kind: string, message: string): boolean {
  return /context_length_exceeded/i.test(kind) || /prompt is too long|maximum context length/i.test(message);
}

/** As servers of open models say it, each in its own words. */
function knowsNoTools(message: string): boolean {
  return /(?:does not|doesn't|not) support(?:ed)? (?:tools?|tool[ _-]?(?:use|calling|calls)|function[ _-]?calling)|tools? (?:is|are) not supported|no endpoints found that support tool use/i.test(
    message,
  );
}

/** OpenAI tells milliseconds besides. */
function waitOf(headers: Record<string, string>, now: number): number | null {
  const ms = Number(headers["retry-after-ms"] ?? Number.NaN);
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 86_400_000) : retryAfterMs(headers["retry-after"], now);
}
