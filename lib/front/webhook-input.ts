import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import { parseExactJson } from "../api/exact-json.ts";
import { PEER_HEADER } from "../auth/peer.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { AppError, errorCode } from "../errors.ts";
import { type FileReference, fileReference } from "../files/file-reference.ts";
import { bodyTooLarge } from "./body-errors.ts";
import { type DoorRequest, hasBody, headerOf } from "./door.ts";

/** Prove who calls, or are about this site: they would stay in the journal for everyone who may see runs. */
const keptOut: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization", PEER_HEADER]);

/** Headers by lower-case name, without those that carry secrets of the caller. */
export function inputHeaders(headers: DoorRequest["headers"], secret?: string): JsonObject {
  const kept: JsonObject = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !keptOut.has(name) && name !== secret) setField(kept, name, value);
  }
  return kept;
}

/** `a=1&b=2` as an object; a name that comes twice holds a list. */
export function inputFields(pairs: Iterable<[string, Json]>): JsonObject {
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
 * The body as it was sent.
 * @throws AppError `body_too_large` (413), `body_incomplete` (400)
 */
export async function readBytes(request: DoorRequest, limit: number): Promise<Buffer> {
  return hasBody(request) ? request.readBody(limit) : empty;
}

/** Keeps a file of a body; the answer stands for it in the run's input. */
export type KeepFile = (
  file: { name: string; mediaType: string },
  content: Uint8Array,
) => Promise<FileReference["file"]>;

/**
 * The body by its content type: JSON and forms as data, text as text, files and anything else as files that are kept.
 * @throws AppError `invalid_json`, `invalid_encoding`, `invalid_multipart` (400), `body_too_large` (413),
 * `unsupported_media_type` (415), `number_not_exact`, `too_deep`, `reserved_field` (422)
 */
export async function parseBody(request: DoorRequest, sent: Buffer, limit: number, keep: KeepFile): Promise<Json> {
  if (sent.length === 0) return null;
  const coding = headerOf(request, "content-encoding")?.trim().toLowerCase() ?? "identity";
  const bytes = coding === "identity" ? sent : await unpacked(sent, coding, limit);
  if (bytes.length === 0) return null;
  const contentType = headerOf(request, "content-type") ?? "application/octet-stream";
  const type = (contentType.split(";", 1)[0] as string).trim().toLowerCase();
  // The parser returns what JSON.parse gave it, which is JSON.
  if (type === "application/json" || type.endsWith("+json")) return parseExactJson(utf8(bytes)) as Json;
  if (type === "application/x-www-form-urlencoded") return inputFields(new URLSearchParams(utf8(bytes)));
  if (type === "multipart/form-data") return multipart(bytes, contentType, keep);
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml")) return text(bytes, contentType);
  return fileReference(await keep({ name: "body", mediaType: type }, bytes));
}

const packers: Readonly<Record<string, (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Never more than `limit` bytes, however little they were packed into. */
async function unpacked(bytes: Buffer, coding: string, limit: number): Promise<Buffer> {
  const unpack = Object.hasOwn(packers, coding) ? packers[coding] : undefined;
  if (!unpack)
    throw unsupported(`Bodies come as they are, or packed with gzip, deflate or br, not as ${coding.slice(0, 50)}.`);
  try {
    return await unpack(bytes, { maxOutputLength: limit });
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") throw bodyTooLarge(limit);
    throw new AppError("invalid_encoding", 400, `The body is not packed with ${coding}, as it says.`, { cause: error });
  }
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

async function multipart(bytes: Buffer, contentType: string, keep: KeepFile): Promise<JsonObject> {
  let form: FormData;
  try {
    // The platform's own parser; only `Response` offers it.
    form = await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new AppError("invalid_multipart", 400, "The multipart body does not parse.", { cause });
  }
  const pairs: [string, Json][] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") pairs.push([name, value]);
    else {
      const about = { name: value.name, mediaType: value.type || "application/octet-stream" };
      pairs.push([name, fileReference(await keep(about, new Uint8Array(await value.arrayBuffer())))]);
    }
  }
  return inputFields(pairs);
}

function unsupported(message: string): AppError {
  return new AppError("unsupported_media_type", 415, message);
}

function invalidEncoding(charset: string): AppError {
  return new AppError("invalid_encoding", 400, `The body is not valid ${charset} text.`);
}
