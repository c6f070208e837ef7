import { isUtf8 } from "node:buffer";
import { parseExactJson } from "../api/exact-json.ts";
import { limits } from "../config/limits.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import { type DoorRequest, hasBody, headerOf } from "./door.ts";

/** Prove who calls, or are about this site: they would stay in the journal for everyone who may see runs. */
const keptOut: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/** Headers by lower-case name, without those that carry secrets of the caller. */
export function inputHeaders(headers: DoorRequest["headers"]): JsonObject {
  const kept: JsonObject = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !keptOut.has(name)) setField(kept, name, value);
  }
  return kept;
}

/** `a=1&b=2` as an object; a name that comes twice holds a list. */
export function inputFields(pairs: Iterable<[string, string]>): JsonObject {
  const fields: JsonObject = {};
  for (const [name, value] of pairs) {
    const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (before === undefined) setField(fields, name, value);
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = [before, value];
  }
  return fields;
}

/** As plain assignment, but `__proto__` becomes a field like any other. */
function setField(target: JsonObject, name: string, value: Json): void {
  if (name === "__proto__")
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

export interface InputBody {
  body: Json;
  /** As it was sent. */
  bytes: Buffer;
}

const empty = Buffer.alloc(0);

/**
 * The body by its content type: JSON and forms as data, text as text, anything else as `{ contentType, base64 }`.
 * @throws AppError `invalid_json`, `invalid_encoding`, `invalid_multipart` (400), `body_too_large` (413),
 * `unsupported_media_type` (415), `number_not_exact`, `too_deep`, `reserved_field` (422)
 */
export async function readInputBody(request: DoorRequest): Promise<InputBody> {
  if (!hasBody(request)) return { body: null, bytes: empty };
  const coding = headerOf(request, "content-encoding");
  if (coding !== undefined && coding.toLowerCase() !== "identity")
    throw unsupported(`Send the body without compression, not as ${coding.slice(0, 50)}.`);
  const bytes = await request.readBody(limits.requestBodyBytes);
  if (bytes.length === 0) return { body: null, bytes };
  return { body: await parseBody(bytes, headerOf(request, "content-type") ?? "application/octet-stream"), bytes };
}

async function parseBody(bytes: Buffer, contentType: string): Promise<Json> {
  const type = (contentType.split(";", 1)[0] as string).trim().toLowerCase();
  // The parser returns what JSON.parse gave it, which is JSON.
  if (type === "application/json" || type.endsWith("+json")) return parseExactJson(utf8(bytes)) as Json;
  if (type === "application/x-www-form-urlencoded") return inputFields(new URLSearchParams(utf8(bytes)));
  if (type === "multipart/form-data") return multipart(bytes, contentType);
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml")) return text(bytes, contentType);
  return { contentType, base64: bytes.toString("base64") };
}

function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw invalidEncoding("utf-8");
  // A byte order mark is about the encoding, not part of the text.
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.toString("utf8", start);
}

function text(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  if (charset === "utf-8" || charset === "utf8") return utf8(bytes);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw unsupported(`The character set "${charset.slice(0, 50)}" is not known. Send the text as utf-8.`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw invalidEncoding(charset);
  }
}

async function multipart(bytes: Buffer, contentType: string): Promise<JsonObject> {
  let form: FormData;
  try {
    // The platform's own parser; only `Response` offers it. The copy is of at most 1 MiB.
    form = await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new AppError("invalid_multipart", 400, "The multipart body does not parse.", { cause });
  }
  const pairs: [string, string][] = [];
  for (const [name, value] of form) {
    if (typeof value !== "string")
      throw unsupported(
        `The field "${name.slice(0, 100)}" is a file. Webhooks take the text fields of a form, no files: send a link to the file instead.`,
      );
    pairs.push([name, value]);
  }
  return inputFields(pairs);
}

function unsupported(message: string): AppError {
  return new AppError("unsupported_media_type", 415, message);
}

function invalidEncoding(charset: string): AppError {
  return new AppError("invalid_encoding", 400, `The body is not valid ${charset} text.`);
}
