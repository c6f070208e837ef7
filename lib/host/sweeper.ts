import "server-only";
import type { Database, Tx } from "#db/client.ts";
import { errorMessage } from "../errors.ts";

const EVERY_MS = 60 * 60 * 1_000;

export interface SweeperOptions {
  db: Database;
  log(line: string): void;
  /** What it removes, for the log: "Old runs". */
  what: string;
  /** What it does with them. Default: "removed". */
  did?: string;
  /** The first time after the start of the server, which has its hands full then. */
  firstMs: number;
  /** One bite in a transaction of the engine: small, so that no commit is large and nobody waits long. */
  sweep(tx: Tx): Promise<{ mayBeMore: boolean }>;
}

/** Sweeps once an hour. Call the result to stop; it resolves when the bite under way is done. */
export function startSweeper({ db, log, what, did = "removed", firstMs, sweep }: SweeperOptions): () => Promise<void> {
  let passing: Promise<void> | undefined;
  let stopped = false;
  const pass = async () => {
    let again = true;
    while (again && !stopped) again = (await db.withEngine(sweep)).mayBeMore;
  };
  const run = () => {
    passing ??= pass()
      .catch((error: unknown) => log(`${what} could not be ${did}: ${errorMessage(error)}`))
      .finally(() => {
        passing = undefined;
      });
  };
  const first = setTimeout(run, firstMs);
  const timer = setInterval(run, EVERY_MS);
  first.unref();
  timer.unref();
  return async () => {
    stopped = true;
    clearTimeout(first);
    clearInterval(timer);
    await passing;
  };
}
