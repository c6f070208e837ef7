import type { z } from "zod";
import { AppError, type FieldError } from "../errors.ts";

const MAX_ERRORS = 100;

/** @throws AppError `code` (422) with one entry per field that does not parse */
export function validate<T extends z.ZodType>(schema: T, value: unknown, code: string, what: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(fieldErrors).slice(0, MAX_ERRORS);
  const first = errors[0];
  const where = first?.path ? ` (${first.path}: ${first.message})` : first ? ` (${first.message})` : "";
  throw new AppError(code, 422, `${what} does not parse${where}.`, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: path === "" ? key : `${path}.${key}`,
      code: "unknown_field",
      message: `There is no field "${key}" here.`,
    }));
  }
  return [{ path, code: issue.code, message: issue.message }];
}
