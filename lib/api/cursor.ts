import "server-only";
import type { z } from "zod";
import { AppError } from "../errors.ts";

/** The sort values of a page's last item as one opaque word. */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** @throws AppError `invalid_query` (422) when the cursor was not made by `encodeCursor` for this shape */
export function decodeCursor<T extends z.ZodType>(cursor: string, shape: T): z.output<T> {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    const message = "This cursor is not one that a list has given.";
    throw new AppError("invalid_query", 422, message, {
      errors: [{ path: "cursor", code: "invalid", message }],
      cause,
    });
  }
}

/** Fetch `limit + 1` rows; this cuts the extra one off and says where the next page starts. */
export function cutPage<T>(rows: T[], limit: number, cursorOf: (row: T) => readonly (string | number)[]) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}
