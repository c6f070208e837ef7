import { problemResponse } from "#lib/api/problem.ts";
import { AppError } from "#lib/errors.ts";
import { host } from "#lib/host/host.ts";
import { newId } from "#lib/ids.ts";

export const dynamic = "force-dynamic";

/** Inngest's door to its functions; shut where this process drives its runs itself, or none (HEDDLE_ROLE=web). */
async function answer(request: Request): Promise<Response> {
  const { inngest, env } = host();
  if (inngest) return inngest.answer(request);
  const detail =
    env.HEDDLE_RUNTIME === "inngest"
      ? "This process serves pages only (HEDDLE_ROLE=web). Inngest enters runs on a worker."
      : "Runs are driven by this process itself (HEDDLE_RUNTIME=embedded), not by Inngest.";
  return problemResponse(new AppError("not_found", 404, detail), newId("req"));
}

export const GET = answer;
export const POST = answer;
export const PUT = answer;
