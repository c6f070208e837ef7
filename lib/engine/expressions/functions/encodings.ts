import { decodeBytes, ENCODINGS, type Encoding, encodeBytes, isEncoding, textOf, utf8 } from "../../encoding/bytes.ts";
import { digest, HASHES, type HashName, isHashName, sign } from "../../encoding/hashing.ts";
import { Fault } from "../errors.ts";
import type { Evaluation } from "../evaluation.ts";
import { toText } from "../values.ts";
import { type FunctionEntry, type FunctionSource, functions } from "./entry.ts";

/** What a hash costs beside reading its text, in steps, and how much slower than reading it is. */
const HASH_STEPS = 16;
const TIMES_READING = 4;

/** The UTF-8 bytes of a value as text, paid for. */
function bytesOf(evaluation: Evaluation, value: unknown): Uint8Array {
  const text = toText(evaluation, value);
  evaluation.chargeAndLook(HASH_STEPS);
  evaluation.chargeText(text.length * TIMES_READING);
  return utf8(text);
}

function written(evaluation: Evaluation, bytes: Uint8Array, encoding: unknown): string {
  const name = encoding === undefined ? "hex" : encoding;
  if (!isEncoding(name)) throw new Fault("type", `The form of a hash is one of ${ENCODINGS.join(", ")}.`);
  evaluation.reserveText(bytes.length * 2);
  return encodeBytes(bytes, name);
}

function hashFunction(name: HashName, title: string): FunctionSource {
  return {
    name,
    signature: `Hash.${name}(text, form?)`,
    description: `${title} of a text in UTF-8, as "hex" (or "base64", "base64url")`,
    example: `Hash.${name}("Heddle")`,
    call: (evaluation, [text, form]) => written(evaluation, digest(name, bytesOf(evaluation, text)), form),
  };
}

export const hashFunctions: readonly FunctionEntry[] = functions("Hash", [
  hashFunction("sha256", "The SHA-256 hash"),
  hashFunction("sha512", "The SHA-512 hash"),
  hashFunction("sha1", "The SHA-1 hash (old systems only: it is broken)"),
  hashFunction("md5", "The MD5 hash (old systems only: it is broken)"),
  {
    name: "hmac",
    signature: "Hash.hmac(name, key, text, form?)",
    description: 'The signature (HMAC) of a text with a key, by "sha256", "sha512", "sha1" or "md5"',
    example: 'Hash.hmac("sha256", "key", "Heddle")',
    call(evaluation, [name, key, text, form]) {
      if (!isHashName(name)) throw new Fault("type", `The first part is one of ${HASHES.join(", ")}.`);
      return written(evaluation, sign(name, bytesOf(evaluation, key), bytesOf(evaluation, text)), form);
    },
  },
]);

function encode(evaluation: Evaluation, value: unknown, encoding: Encoding): string {
  const bytes = bytesOf(evaluation, value);
  evaluation.reserveText(bytes.length * (encoding === "hex" ? 2 : 4 / 3));
  return encodeBytes(bytes, encoding);
}

function decode(evaluation: Evaluation, value: unknown, encoding: Encoding): string {
  const text = toText(evaluation, value);
  evaluation.chargeAndLook(1);
  evaluation.chargeText(text.length * TIMES_READING);
  const bytes = decodeBytes(text, encoding);
  if (bytes === null) throw new Fault("type", `This text is not written in ${encoding}.`);
  const decoded = textOf(bytes);
  if (decoded === null) throw new Fault("type", "What it stands for is not a text in UTF-8.");
  return decoded;
}

export const base64Functions: readonly FunctionEntry[] = functions("Base64", [
  {
    name: "encode",
    signature: "Base64.encode(text)",
    description: "A text in UTF-8 as base64",
    example: 'Base64.encode("Heddle ☃")',
    call: (evaluation, [text]) => encode(evaluation, text, "base64"),
  },
  {
    name: "encodeUrl",
    signature: "Base64.encodeUrl(text)",
    description: "A text in UTF-8 as base64 for web addresses, without = at its end",
    example: 'Base64.encodeUrl("Heddle ☃")',
    call: (evaluation, [text]) => encode(evaluation, text, "base64url"),
  },
  {
    name: "decode",
    signature: "Base64.decode(text)",
    description: "The text that base64 stands for, in either alphabet",
    example: 'Base64.decode("SGVkZGxlIOKYgw")',
    call: (evaluation, [text]) => decode(evaluation, text, "base64"),
  },
]);

export const hexFunctions: readonly FunctionEntry[] = functions("Hex", [
  {
    name: "encode",
    signature: "Hex.encode(text)",
    description: "The bytes of a text in UTF-8, two hexadecimal digits each",
    example: 'Hex.encode("Hi ☃")',
    call: (evaluation, [text]) => encode(evaluation, text, "hex"),
  },
  {
    name: "decode",
    signature: "Hex.decode(text)",
    description: "The text whose bytes are written in hexadecimal digits",
    example: 'Hex.decode("486920e29883")',
    call: (evaluation, [text]) => decode(evaluation, text, "hex"),
  },
]);
