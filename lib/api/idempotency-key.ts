import { AppError } from "../errors.ts";
import type { AnyContract } from "./contract.ts";

export const IDEMPOTENCY_HEADER = "idempotency-key";

/** @throws AppError `invalid_idempotency_key` (422), `idempotency_not_supported` (422) */
export function readIdempotencyKey(contract: AnyContract, headers: Headers): string | undefined {
  const key = headers.get(IDEMPOTENCY_HEADER);
  if (key === null) return undefined;
  if (contract.idempotency === "refused") {
    throw new AppError(
      "idempotency_not_supported",
      422,
      "This request cannot carry an Idempotency-Key: its answer is not kept.",
    );
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError("invalid_idempotency_key", 422, "An Idempotency-Key holds 1 to 200 visible ASCII characters.");
  }
  return key;
}
