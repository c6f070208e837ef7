import type { Json } from "../../engine/json.ts";
import { parseJson } from "../../engine/parse-json.ts";
import { type CurlOptions, readCurlOptions } from "./curl-options.ts";
import { shellWords } from "./curl-words.ts";

/** Settings of the node that a command stands for. All of them are set: what the command does not say is emptied. */
export type CurlConfig = {
  method: string;
  url: string;
  query: { name: string; value: string }[];
  headers: { name: string; value: string }[];
  body: { type: "none" | "json" | "form" | "text" | "multipart"; value?: Json };
};

export type ParsedCurl =
  | { ok: true; config: CurlConfig /** What the node cannot carry, one sentence each. */; notes: string[] }
  | { ok: false; reason: string };

/** Whether a pasted text is meant as a command, and not as an address. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(\$\s+)?curl(\.exe)?\s/.test(text);
}

/** Reads a `curl` command as documentation and browsers' "Copy as cURL" give it. */
export function parseCurl(text: string): ParsedCurl {
  const words = shellWords(text.trim().replace(/^\$\s+/, ""));
  if (words === null) return { ok: false, reason: "The command has a quote that is not closed." };
  if (!/^curl(\.exe)?$/.test(words[0] ?? "")) return { ok: false, reason: "This is not a curl command." };
  const options = readCurlOptions(words.slice(1));
  if (typeof options === "string") return { ok: false, reason: options };
  const url = options.urls[0];
  if (url === undefined) return { ok: false, reason: "The command names no address." };
  const notes = [...options.notes];
  if (options.urls.length > 1) notes.push("The command calls several addresses; only the first was taken.");
  return { ok: true, config: configOf(options, url, notes), notes };
}

function configOf(options: CurlOptions, url: string, notes: string[]): CurlConfig {
  const address = addressOf(url, notes);
  const query = options.get ? pairsOf(options.data.join("&")) : [];
  const body = options.get ? ({ type: "none" } as const) : bodyOf(options);
  // The node writes the type of a body by itself; another one than it would write stays.
  const headers = options.headers.filter(({ name, value }) => !isWrittenAnyway(name, value, body.type));
  return { method: methodOf(options, body.type), url: address, query, headers, body };
}

function addressOf(url: string, notes: string[]): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  const user = /^(https?:\/\/)[^/?#@]*@/i.exec(whole);
  if (!user) return whole;
  notes.push("The address held a user name or password. They were left out: use a credential.");
  return (user[1] ?? "") + whole.slice(user[0].length);
}

function methodOf(options: CurlOptions, body: CurlConfig["body"]["type"]): string {
  if (options.method) return options.method.toUpperCase();
  if (options.head) return "HEAD";
  return body === "none" ? "GET" : "POST";
}

function bodyOf(options: CurlOptions): CurlConfig["body"] {
  if (options.form.length > 0) return { type: "multipart", value: options.form };
  if (options.data.length === 0) return { type: "none" };
  const type = options.headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
  const text = options.data.join(options.json ? "" : "&");
  if (options.json || /\bjson\b/i.test(type) || (type === "" && /^\s*[{[]/.test(text))) {
    const value = jsonOf(text);
    return value === undefined ? { type: "text", value: text } : { type: "json", value };
  }
  const isForm = type === "" || /^application\/x-www-form-urlencoded\b/i.test(type);
  return isForm && text.includes("=") ? { type: "form", value: pairsOf(text) } : { type: "text", value: text };
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function pairsOf(text: string): { name: string; value: string }[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}

const written: Readonly<Record<CurlConfig["body"]["type"], RegExp | null>> = {
  none: null,
  json: /^application\/json\s*(;\s*charset=utf-8)?$/i,
  form: /^application\/x-www-form-urlencoded\b/i,
  multipart: /^multipart\/form-data\b/i,
  text: /^text\/plain\b/i,
};

function isWrittenAnyway(name: string, value: string, body: CurlConfig["body"]["type"]): boolean {
  const lower = name.toLowerCase();
  if (["host", "content-length", "accept-encoding", "connection", "transfer-encoding"].includes(lower)) return true;
  return lower === "content-type" && (written[body]?.test(value.trim()) ?? false);
}
