import { type ClientOptions, Inngest, RetryAfterError } from "inngest";

/** The app as Inngest knows it. Its address and keys are Inngest's own variables (INNGEST_BASE_URL and others). */
export function createInngestClient(options: Omit<ClientOptions, "id"> = {}): Inngest {
  return new Inngest({ id: "heddle", logger: quiet(console), ...options });
}

type Logger = NonNullable<ClientOptions["logger"]>;

/**
 * The SDK reports every step that asks to come later as an error; that is how tries wait, and no news. Nor is that
 * `optimizeParallelism` is deprecated: functions/run-workflow.ts says why it is set all the same.
 */
function quiet(logger: Logger): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => {
      if (!parts.some((part) => String(part).includes("optimizeParallelism"))) logger.warn(...parts);
    },
    error: (...parts) => {
      if (!parts.some(isRetry)) logger.error(...parts);
    },
  };
}

function isRetry(part: unknown): boolean {
  const error = typeof part === "object" && part !== null && "err" in part ? part.err : part;
  return error instanceof RetryAfterError;
}
