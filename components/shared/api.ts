import { ApiProblem, createClient } from "#lib/api/client.ts";

/** The API of this very instance, called with the browser's session. Holds nothing but its address. */
export const api = createClient();

const LONGEST_READ_MS = 10_000;

/** Ends a read that gets no answer: a page says so instead of loading for ever. */
export function readWithin(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(LONGEST_READ_MS)]);
}

/** An error as an `ApiProblem`; told apart by shape, since bundles may hold their own copies of the class. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ code: "unexpected", status: 0, detail: message }, error);
}

/** The complaint about one field of the form that was sent. */
export function fieldProblem(problem: ApiProblem | null, field: string): string | undefined {
  return problem?.errors.find((error) => error.path === field)?.message;
}
