/** Runs `work` under a signal that also fires when the time is up; leaves no timer behind. */
export async function withDeadline<T>(
  outer: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(outer, ms);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.end();
  }
}

/** A signal that fires with `outer` or when the time is up. Call `end` when it is not needed any more. */
export function startDeadline(outer: AbortSignal, ms: number): { signal: AbortSignal; end(): void } {
  const own = new AbortController();
  const forward = () => own.abort(outer.reason);
  const timer = setTimeout(() => own.abort(new DOMException("time is up", "TimeoutError")), ms);
  outer.addEventListener("abort", forward, { once: true });
  if (outer.aborted) forward();
  return {
    signal: own.signal,
    end() {
      clearTimeout(timer);
      outer.removeEventListener("abort", forward);
    },
  };
}
