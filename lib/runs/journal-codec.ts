import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { parseJson } from "../engine/parse-json.ts";
import { Breath, YIELD_AFTER_MS } from "./breath.ts";

/**
 * How a chunk of events is stored: one byte that tells the form, then a JSON array, as it is up to 4 kB and compressed
 * above. Not `jsonb`: PostgreSQL's refuses NUL, and is several times slower.
 */
const PLAIN = 0;
const ZSTD = 1;
const COMPRESS_FROM = 4 * 1024;
/** Above this, compressing would hold up the event loop. */
const ASYNC_FROM = 256 * 1024;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compressAside = promisify(zstdCompress);

export function encodeChunk(texts: readonly string[]): Buffer | Promise<Buffer> {
  const json = `[${texts.join(",")}]`;
  const size = Buffer.byteLength(json);
  if (size <= COMPRESS_FROM) {
    const plain = Buffer.allocUnsafe(size + 1);
    plain[0] = PLAIN;
    plain.write(json, 1);
    return plain;
  }
  const bytes = Buffer.from(json);
  if (size <= ASYNC_FROM) return tagged(zstdCompressSync(bytes, options));
  return compressAside(bytes, options).then(tagged);
}

/** @throws Error when the bytes are not a chunk */
export function decodeChunk(bytes: Uint8Array, seqFrom: number): JournalEntry[] {
  const form = bytes[0];
  const body = bytes.subarray(1);
  if (form !== PLAIN && form !== ZSTD) throw new Error(`a journal chunk of the unknown form ${form}`);
  const text = (
    form === ZSTD ? zstdDecompressSync(body) : Buffer.from(body.buffer, body.byteOffset, body.length)
  ).toString();
  // As `encodeChunk` was given it.
  const events = parseJson(text) as RunEvent[];
  return events.map((event, index) => ({ seq: seqFrom + index, event }));
}

/** The chunks of a journal, one after the other: others have their turn while a long one is read. @throws as `decodeChunk` */
export async function decodeChunks(
  chunks: Iterable<{ events: Uint8Array; seqFrom: number }>,
  breath = new Breath(YIELD_AFTER_MS),
): Promise<JournalEntry[]> {
  const entries: JournalEntry[][] = [];
  for (const { events, seqFrom } of chunks) {
    entries.push(decodeChunk(events, seqFrom));
    const wait = breath.due();
    if (wait) await wait;
  }
  return entries.flat();
}

function tagged(compressed: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(compressed.length + 1);
  bytes[0] = ZSTD;
  compressed.copy(bytes, 1);
  return bytes;
}
