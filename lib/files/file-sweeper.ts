import "server-only";
import type { Database } from "#db/client.ts";
import { errorMessage } from "../errors.ts";
import { sweepFiles } from "./sweep-files.ts";

const EVERY_MS = 60 * 60 * 1_000;
/** Not while the server has its hands full with starting. */
const FIRST_MS = 2 * 60 * 1_000;

/** Sweeps files once an hour. Call the result to stop; it resolves when a pass under way has ended. */
export function startFileSweeper({ db, log }: { db: Database; log(line: string): void }): () => Promise<void> {
  let passing: Promise<void> | undefined;
  let stopped = false;
  const pass = async () => {
    let again = true;
    while (again && !stopped) again = (await db.withEngine((tx) => sweepFiles(tx))).mayBeMore;
  };
  const run = () => {
    passing ??= pass()
      .catch((error: unknown) => log(`Old files could not be removed: ${errorMessage(error)}`))
      .finally(() => {
        passing = undefined;
      });
  };
  const first = setTimeout(run, FIRST_MS);
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
