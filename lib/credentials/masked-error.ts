import { NodeError } from "../nodes/define.ts";
import type { Masker } from "./masking.ts";

/** What went wrong, without the secrets that were used: services like to repeat what they were sent. */
export function maskedError(error: unknown, masker: Masker): NodeError {
  const message = masker.text(error instanceof Error ? error.message : String(error));
  if (!(error instanceof NodeError)) return new NodeError("internal", message);
  const details = error.details === undefined ? {} : { details: masker.json(error.details) };
  return new NodeError(error.code, message, { retry: error.retry, ...details });
}
