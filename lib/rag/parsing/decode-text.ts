import { Unreadable } from "./unreadable.ts";

/**
 * The text of a file: UTF-8, or UTF-16 with its mark; what is neither is taken for Windows-1252, as old exports are.
 * @throws Unreadable for what holds bytes no text has
 */
export function decodeText(bytes: Uint8Array): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  if (utf16) return storable(new TextDecoder(utf16).decode(bytes));
  // No text has NUL among its first bytes; pictures and archives do.
  if (bytes.subarray(0, 8_192).includes(0)) {
    throw new Unreadable("This is not text. A file of another kind needs to be exported as PDF or text first.");
  }
  try {
    return storable(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return storable(new TextDecoder("windows-1252").decode(bytes));
  }
}

/** As PostgreSQL and UTF-8 can keep it, with one kind of line end. */
export function storable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replaceAll("\0", "\ufffd").toWellFormed();
}
