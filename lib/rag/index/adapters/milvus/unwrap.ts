import { isJsonObject } from "../../../../engine/json.ts";
import { NodeError } from "../../../../nodes/define.ts";

/** What Milvus answered instead of doing it. */
export class MilvusRefusal extends Error {
  /** 100: no such collection or alias; 101: not loaded. */
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

const UNAVAILABLE = 14;
const TIMED_OUT = 4;

interface Status {
  error_code?: string | number;
  code?: number;
  reason?: string;
}

/**
 * What a call of the SDK came to. It tells most failures in its answer, throws some as plain objects, and trips over others
 * with a TypeError of its own: all of them become errors here.
 * @throws MilvusRefusal; NodeError `network`, `timeout` or `upstream`
 */
export async function unwrap<T>(call: Promise<T>): Promise<T> {
  let answer: T;
  try {
    answer = await call;
  } catch (thrown) {
    throw refusalIn(thrown) ?? unreachable(thrown);
  }
  const refusal = refusalIn(answer);
  if (refusal) throw refusal;
  return answer;
}

export function isMissing(error: unknown): boolean {
  // Servers name a missing alias 1600 or, older ones, 100 as a missing collection.
  return error instanceof MilvusRefusal && (error.code === 100 || error.code === 1600);
}

export function isNotLoaded(error: unknown): boolean {
  return error instanceof MilvusRefusal && (error.code === 101 || error.code === 106);
}

/** A refusal as the callers of an index know errors. */
export function asNodeError(error: unknown): unknown {
  if (!(error instanceof MilvusRefusal)) return error;
  return new NodeError("upstream", `Milvus refused (${error.code}): ${error.message}`, { cause: error });
}

function refusalIn(answer: unknown): MilvusRefusal | null {
  if (typeof answer !== "object" || answer === null || answer instanceof Error) return null;
  // Some answers hold their status, others are one.
  const status = ((answer as { status?: Status }).status ?? answer) as Status;
  const code = status.code ?? 0;
  const isGood = status.error_code === undefined || status.error_code === "Success" || status.error_code === 0;
  if (isGood && code === 0) return null;
  const known = status.error_code === "CollectionNotExists" ? 100 : 1;
  return new MilvusRefusal(code || Number(status.error_code) || known, status.reason || String(status.error_code));
}

function unreachable(thrown: unknown): NodeError {
  const { code, message } = isJsonObject(thrown) ? thrown : {};
  if (code === UNAVAILABLE) {
    return new NodeError("network", "The vector index (Milvus) cannot be reached. It is tried again.", {
      cause: thrown,
    });
  }
  if (code === TIMED_OUT) {
    return new NodeError("timeout", "The vector index (Milvus) did not answer in time. It is tried again.", {
      cause: thrown,
    });
  }
  return new NodeError(
    "upstream",
    `The vector index (Milvus) failed: ${typeof message === "string" ? message : String(thrown)}`,
    { cause: thrown },
  );
}
