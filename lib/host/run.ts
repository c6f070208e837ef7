import { isStartError } from "#db/start-error.ts";
import { parseEnv } from "../config/env.ts";
import { isAppError } from "../errors.ts";
import { type Serving, serve } from "./serve.ts";

/** A terminal's Ctrl-C reaches the process itself and again through npm: only a later one means "now". */
const SAME_SIGNAL_MS = 1_000;
/** Longer than the drain plus PostgreSQL's last checkpoint; after it the process goes, whatever still hangs. */
const STOP_MS = 60_000;

/** Runs the product until it is told to stop; ends the process itself, as Next's handlers would keep a broken one. */
export async function run(options: { dev: boolean; nextFreePort: boolean }): Promise<void> {
  const starting = Promise.resolve().then(() => serve({ ...options, env: parseEnv(process.env), log }));
  endOn(starting);
  try {
    const { url } = await starting;
    log(`\n  Heddle is ready: ${url}\n  Stop it with Ctrl-C.\n`);
  } catch (error) {
    fail(error);
  }
}

function endOn(starting: Promise<Serving>): void {
  let stoppingSince: number | undefined;
  const end = async (code: number) => {
    stoppingSince = Date.now();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    const serving = await starting.catch(() => undefined);
    await serving?.stop();
    process.exit(code);
  };
  const onSignal = () => {
    if (stoppingSince === undefined) {
      log("Stopping: letting what is under way finish. Press Ctrl-C again to stop at once.");
      void end(0);
    } else if (Date.now() - stoppingSince > SAME_SIGNAL_MS) {
      process.exit(1);
    }
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
  process.on("uncaughtException", (error) => {
    console.error("Heddle stops after an error that nothing expected:", error);
    if (stoppingSince === undefined) void end(1);
  });
}

function fail(error: unknown): never {
  const expected = isStartError(error) || isAppError(error) || isEnvironmentError(error);
  if (expected) console.error(`\nHeddle did not start. ${error.message}\n`);
  else console.error("\nHeddle did not start:", error);
  process.exit(1);
}

function isEnvironmentError(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith("The environment does not parse");
}

function log(line: string): void {
  console.log(line);
}
