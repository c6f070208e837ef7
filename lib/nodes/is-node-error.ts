import { errorCode } from "../errors.ts";
import type { NodeError } from "./define.ts";

/** Told apart by shape: Next's bundles hold copies of their own, and what the host throws is not of their class. */
export function isNodeError(error: unknown): error is NodeError {
  return error instanceof Error && error.name === "NodeError" && errorCode(error) !== undefined;
}
