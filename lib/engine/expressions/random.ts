import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Evaluation } from "./evaluation.ts";

/** What a hash costs, in steps. */
const HASH_STEPS = 16;

/** 256 bits that are the same on every replay and differ between runs, nodes, iterations and calls. */
function bits(evaluation: Evaluation): Uint8Array {
  evaluation.charge(HASH_STEPS);
  return sha256(utf8ToBytes(`${evaluation.scope.seed}\n${evaluation.nextCall()}`));
}

/** A number from 0 up to 1, made of 53 bits. */
export function randomOf(evaluation: Evaluation): number {
  const view = new DataView(bits(evaluation).buffer);
  return (view.getUint32(0) * 0x200000 + (view.getUint32(4) >>> 11)) / 2 ** 53;
}

/** A UUID of version 8 (RFC 9562): its bits are a hash, not a time and not chance. */
export function uuidOf(evaluation: Evaluation): string {
  const bytes = bits(evaluation).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
