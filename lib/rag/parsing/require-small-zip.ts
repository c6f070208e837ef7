import { inflateRawSync } from "node:zlib";
import { errorCode } from "../../errors.ts";
import { Unreadable } from "./unreadable.ts";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 5_000;

/**
 * Refuses an archive that unpacks to more than `maxBytes`, before anything else unpacks it. The sizes it states are not
 * believed: each entry is unpacked and counted, entries that share their bytes as often as they are listed.
 * @throws Unreadable
 */
export function requireSmallZip(bytes: Uint8Array, maxBytes: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) throw new Unreadable(`The file holds more than ${MAX_ENTRIES} parts.`);
  let at = view.getUint32(end + 16, true);
  let left = maxBytes;
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw damaged();
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const local = view.getUint32(at + 42, true);
    left -= sizeOf(view, bytes, { method, packed, local }, left);
    if (left < 0) throw tooLarge(maxBytes);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function sizeOf(
  view: DataView,
  bytes: Uint8Array,
  { method, packed, local }: { method: number; packed: number; local: number },
  left: number,
): number {
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw damaged();
  const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packed > bytes.length) throw damaged();
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw damaged();
  try {
    return inflateRawSync(bytes.subarray(begin, begin + packed), { maxOutputLength: Math.max(1, left) }).length;
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") return left + 1;
    throw damaged();
  }
}

/** The directory's end is looked for from behind: a comment may follow it. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw damaged();
}

function damaged(): Unreadable {
  return new Unreadable("The file is damaged, or not a Word document (.docx).");
}

function tooLarge(maxBytes: number): Unreadable {
  return new Unreadable(`Unpacked, the file is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB.`);
}
