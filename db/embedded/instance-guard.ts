import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { StartError } from "../start-error.ts";
import type { EmbeddedConnection } from "./connection.ts";

/** "heddle" in ASCII: the session lock by which one instance owns a data folder. */
const INSTANCE_LOCK = "114784685288549";
const ATTEMPTS = 20;
const EVERY_MS = 100;

/**
 * Takes the lock on a connection of its own, which holds it until it ends. An instance that was just killed is given
 * time to let go.
 * @throws StartError when another instance holds the folder
 */
export async function guardInstance(connection: EmbeddedConnection, dataDir: string): Promise<pg.Client> {
  const guard = new pg.Client({ ...connection, database: "postgres", application_name: "heddle-instance" });
  // Whoever holds the guard hears of its end; unheard, the error before it would end the process.
  guard.on("error", () => undefined);
  await guard.connect();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { rows } = await guard.query<{ got: boolean }>("select pg_try_advisory_lock($1) as got", [INSTANCE_LOCK]);
    if (rows[0]?.got) return guard;
    await sleep(EVERY_MS);
  }
  await guard.end();
  throw new StartError(
    "already_running",
    `Another Heddle is already running with the data folder ${dataDir}. Use that one, stop it first, or set HEDDLE_DATA_DIR to another folder.`,
  );
}
