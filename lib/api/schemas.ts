import { z } from "zod";
import type { IdPrefix } from "../ids.ts";

/** Wire forms that several resources share. */
export function idSchema(prefix: IdPrefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
    .describe(`Id, ${prefix}_…`);
}

export const instant = z.iso.datetime().describe("ISO 8601, UTC");

/** Text that PostgreSQL stores as it is: it has no NUL, and UTF-8 has no half of a surrogate pair. */
export function plainText(max: number) {
  return z
    .string()
    .max(max)
    .refine(
      (text) => !text.includes("\0") && text.isWellFormed(),
      "This text holds a character that cannot be stored.",
    );
}

/** A name people see in lists. */
export const nameSchema = plainText(200)
  .trim()
  .refine((name) => name !== "", "A name is needed.");

export const personSchema = z.object({ id: idSchema("usr"), name: z.string() });

/** What compile found in a document. */
export const problemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  field: z.string().optional(),
  fix: z.object({ label: z.string(), set: z.object({ field: z.string(), value: z.json() }).optional() }).optional(),
});
