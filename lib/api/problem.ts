import { type FieldError, isAppError } from "../errors.ts";

/** RFC 9457, with a stable `code` for programs and `detail` for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: FieldError[];
}

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  412: "Changed in the meantime",
  413: "Too large",
  415: "Unsupported media type",
  422: "Does not parse",
  428: "Precondition required",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** An answer in parts, for doors that do not speak in `Response` objects. */
export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Any error as an answer. What was not meant for the caller becomes a 500 that says nothing but the request's id. */
export function problemAnswer(error: unknown, requestId: string): ProblemAnswer {
  if (!isAppError(error)) {
    const detail = "Something went wrong on the server. Its log names the cause under this request id.";
    return write({
      type: "about:blank",
      title: titles[500] as string,
      status: 500,
      code: "internal",
      detail,
      requestId,
    });
  }
  const problem: Problem = {
    ...error.extra,
    type: "about:blank",
    title: titles[error.status] ?? "Error",
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.errors && { errors: error.errors }),
  };
  return write(problem, error.headers);
}

export function problemResponse(error: unknown, requestId: string): Response {
  const { status, headers, body } = problemAnswer(error, requestId);
  return new Response(body, { status, headers });
}

function write(problem: Problem, headers?: Record<string, string>): ProblemAnswer {
  return {
    status: problem.status,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
    body: JSON.stringify(problem),
  };
}
