import { retryAfterMs } from "../../outbound/retry-after.ts";
import { NodeError, type NodeErrorCode } from "../define.ts";
import type { OutboundResponse } from "../step-context.ts";
import { hostOf } from "./read-answer.ts";

const SHOWN_BODY = 2_000;

type Answer = Pick<OutboundResponse, "status" | "headers" | "body" | "url">;

interface Meaning {
  code: NodeErrorCode;
  advice: string;
  retry: boolean;
}

/**
 * The error that an answer stands for: one of 400 or more, or one that `retryOn` names.
 * @param now milliseconds since the epoch, for a `Retry-After` that names a time
 */
export function statusError(answer: Answer, now: number, retryOn: readonly number[] = []): NodeError {
  const { code, advice, retry: retriedAnyway } = meaningOf(answer.status);
  const retry = retriedAnyway || retryOn.includes(answer.status);
  const afterMs = retry ? retryAfterMs(answer.headers["retry-after"], now) : null;
  const body = new TextDecoder().decode(answer.body.subarray(0, SHOWN_BODY * 4)).slice(0, SHOWN_BODY);
  return new NodeError(code, `${hostOf(answer)} answered ${answer.status}: ${advice}`, {
    retry: afterMs !== null ? { afterMs } : retry ? "default" : "never",
    details: { status: answer.status, body },
  });
}

function meaningOf(status: number): Meaning {
  switch (status) {
    case 401:
      return { code: "auth", advice: "it does not know who is calling. Check the key or password.", retry: false };
    case 403:
      return { code: "auth", advice: "the caller may not do this. Check what the key allows.", retry: false };
    case 404:
      return { code: "not_found", advice: "there is nothing at this address.", retry: false };
    case 408:
      return { code: "timeout", advice: "it waited too long for the request.", retry: true };
    case 429:
      return { code: "rate_limited", advice: "it was called too often. Wait, or call it less.", retry: true };
  }
  if (status < 400) return { code: "upstream", advice: "that is to be tried again.", retry: false };
  if (status >= 500) return { code: "upstream", advice: "it has a problem of its own.", retry: true };
  return { code: "invalid_input", advice: "it does not accept this request. Check what is sent.", retry: false };
}
