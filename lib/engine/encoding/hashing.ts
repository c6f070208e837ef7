import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

export const HASHES = ["sha256", "sha512", "sha1", "md5"] as const;
export type HashName = (typeof HASHES)[number];

const functions = { sha256, sha512, sha1, md5 } as const;

export function isHashName(name: unknown): name is HashName {
  return typeof name === "string" && (HASHES as readonly string[]).includes(name);
}

export function digest(name: HashName, bytes: Uint8Array): Uint8Array {
  return functions[name](bytes);
}

/** HMAC (RFC 2104). */
export function sign(name: HashName, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(functions[name], key, bytes);
}

/** Takes as long wherever two values of one length differ, so that nobody learns a signature by trying. */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] as number) ^ (b[index] as number);
  return difference === 0;
}
