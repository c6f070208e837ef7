import { AppError } from "../errors.ts";

/** Runs tasks, so many at a time; others wait their turn. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

/** The returned function throws AppError `busy` (503) when `waiting` tasks stand in line already. */
export function createLimiter(bounds: { running: number; waiting: number }): Limiter {
  let running = 0;
  const line: (() => void)[] = [];
  return async (task) => {
    if (running >= bounds.running) {
      if (line.length >= bounds.waiting) {
        throw new AppError("busy", 503, "Too many people are signing in right now. Try again in a few seconds.", {
          headers: { "retry-after": "5" },
        });
      }
      await new Promise<void>((resolve) => line.push(resolve));
    } else {
      running++;
    }
    try {
      return await task();
    } finally {
      // The place is handed on without being given up, so that nobody new slips in between.
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
