import { AppError } from "../errors.ts";

export function bodyTooLarge(limit: number): AppError {
  const size = limit >= 1024 * 1024 ? `${limit / (1024 * 1024)} MiB` : `${Math.floor(limit / 1024)} KiB`;
  return new AppError("body_too_large", 413, `The body is larger than ${size}.`);
}

export function bodyIncomplete(cause?: unknown): AppError {
  return new AppError("body_incomplete", 400, "The connection ended before the whole body had arrived.", { cause });
}
