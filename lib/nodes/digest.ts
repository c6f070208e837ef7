import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import type { Json } from "../engine/json.ts";
import { isJsonObject } from "../engine/json.ts";
import type { Algorithm, Encoding } from "./digest-options.ts";

const hashes = { sha256, sha384, sha512, sha1, md5 };

export function digest(algorithm: Algorithm, text: string): Uint8Array {
  return hashes[algorithm](new TextEncoder().encode(text));
}

export function signature(algorithm: Algorithm, key: string, text: string): Uint8Array {
  const bytes = new TextEncoder();
  return hmac(hashes[algorithm], bytes.encode(key), bytes.encode(text));
}

export function written(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === "hex") return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return encoding === "base64" ? text : text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** A value as the one text that is hashed: equal values give equal texts, whatever the order of their names. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(inOrder(value ?? null));
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name] as Json)]));
}
