export const ENCODINGS = ["hex", "base64", "base64url"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export function isEncoding(name: unknown): name is Encoding {
  return typeof name === "string" && (ENCODINGS as readonly string[]).includes(name);
}

/** Bytes that are handed to one call of `String.fromCharCode`. */
const PIECE = 8_192;

export function encodeBytes(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === "hex") {
    let text = "";
    for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
    return text;
  }
  let units = "";
  for (let from = 0; from < bytes.length; from += PIECE)
    units += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  const text = btoa(units);
  return encoding === "base64"
    ? text
    : text
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/={1,2}$/, "");
}

/** The bytes a text stands for; null when it is not written in that encoding. `base64` reads both alphabets. */
export function decodeBytes(text: string, encoding: Encoding): Uint8Array | null {
  const plain = text.trim();
  if (encoding === "hex") {
    if (plain.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(plain)) return null;
    return Uint8Array.from({ length: plain.length / 2 }, (_, i) => Number.parseInt(plain.slice(2 * i, 2 * i + 2), 16));
  }
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(plain)) return null;
  const digits = plain
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  if (digits.length % 4 === 1) return null;
  return Uint8Array.from(atob(digits), (unit) => unit.charCodeAt(0));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text these bytes are in UTF-8; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
