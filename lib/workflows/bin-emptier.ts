import "server-only";
import type { Database } from "#db/client.ts";
import { errorMessage } from "../errors.ts";
import { emptyBin } from "./bin.ts";

const EVERY_MS = 60 * 60 * 1_000;
/** Not while the server has its hands full with starting. */
const FIRST_MS = 60 * 1_000;

/** Empties the bin once an hour. Call the result to stop; it resolves when a pass under way has ended. */
export function startBinEmptier({ db, log }: { db: Database; log(line: string): void }): () => Promise<void> {
  let passing: Promise<void> | undefined;
  const pass = async () => {
    let again = true;
    while (again) again = (await db.withEngine((tx) => emptyBin(tx))).mayBeMore;
  };
  const run = () => {
    passing ??= pass()
      .catch((error: unknown) => log(`The bin could not be emptied: ${errorMessage(error)}`))
      .finally(() => {
        passing = undefined;
      });
  };
  const first = setTimeout(run, FIRST_MS);
  const timer = setInterval(run, EVERY_MS);
  first.unref();
  timer.unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await passing;
  };
}
