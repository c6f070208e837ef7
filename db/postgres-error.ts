import { errorCode } from "#lib/errors.ts";

/** The SQLSTATE and constraint of an error of `pg`, also where Drizzle wrapped it; null for any other error. */
export function postgresError(error: unknown): { code: string; constraint: string | undefined } | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const code = errorCode(current);
    if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) continue;
    const constraint =
      "constraint" in current && typeof current.constraint === "string" ? current.constraint : undefined;
    return { code, constraint };
  }
  return null;
}
