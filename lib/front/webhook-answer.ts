import type { Json } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import type { RunAnswer } from "../runs/ports.ts";
import type { DoorResponse } from "./door.ts";

/**
 * What a workflow sends is shown by browsers under this site's address. In a sandbox its scripts have an origin of
 * their own and reach neither the session nor the interface of whoever opens it.
 */
const SANDBOX =
  "sandbox allow-downloads allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-scripts";
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff", "content-security-policy": SANDBOX };

export const runLocation = (runId: string) => `/api/v1/runs/${runId}`;

/** The run is stored and goes on; the caller may look at it later. */
export function acceptedResponse(runId: string): DoorResponse {
  const headers = { ...always, "content-type": "application/json", location: runLocation(runId), "heddle-run": runId };
  return { status: 202, headers, body: JSON.stringify({ runId }) };
}

/** Rule E15. @throws AppError `run_failed`, `run_cancelled` (500) */
export function answerResponse(answer: RunAnswer, runId: string): DoorResponse {
  switch (answer.kind) {
    case "respond":
      return respondResponse(answer, runId);
    case "output":
      return {
        status: 200,
        headers: { ...always, "content-type": "application/json", "heddle-run": runId },
        body: JSON.stringify(answer.output),
      };
    case "failed":
      // Callers are strangers: what failed and why is for those who may see the run.
      throw ended("run_failed", "The workflow failed. Its run says where and why.", runId);
    case "cancelled":
      throw ended("run_cancelled", "The run was cancelled before it had answered.", runId);
  }
}

function respondResponse(answer: Extract<RunAnswer, { kind: "respond" }>, runId: string): DoorResponse {
  const [type, body] = serialise(answer.body);
  const headers: Record<string, string> = { ...always, ...(type && { "content-type": type }), "heddle-run": runId };
  for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = value;
  const policy = answer.headers["content-security-policy"];
  headers["content-security-policy"] = policy === undefined ? SANDBOX : `${SANDBOX}, ${policy}`;
  return { status: answer.status, headers, body };
}

function serialise(body: Json): [type: string | null, text: string] {
  if (body === null) return [null, ""];
  if (typeof body === "string") return ["text/plain; charset=utf-8", body];
  return ["application/json", JSON.stringify(body)];
}

function ended(code: string, message: string, runId: string): AppError {
  return new AppError(code, 500, message, {
    extra: { runId },
    headers: { location: runLocation(runId), "heddle-run": runId },
  });
}
