import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { isStartError, StartError } from "../start-error.ts";
import type { EmbeddedConnection } from "./connection.ts";
import { chooseIdentity } from "./drop-privileges.ts";
import { chooseFolders, closeSocketFolder, openDataFolder, openSocketFolder } from "./folders.ts";
import { initialiseCluster } from "./initialise.ts";
import { guardInstance } from "./instance-guard.ts";
import { locateBinaries } from "./locate-binaries.ts";
import { ensurePostmaster, type Postmaster, type PostmasterPlace, stopPostmaster } from "./postmaster.ts";

export interface EmbeddedPostgres {
  /** As a user who owns nothing, and who may do nothing until the schema is there. Stays the same over restarts. */
  connection: EmbeddedConnection;
  /** As the owner of the cluster, who migrates. */
  owner: EmbeddedConnection;
  readonly pid: number;
  /** The postmaster of a server that was killed was taken over. */
  adopted: boolean;
  /** Ends PostgreSQL. Close every pool first: what is still connected is cut off. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** One line for the person at the terminal. */
  log(line: string): void;
  /** PostgreSQL stopped while it was in use and could not be started again, or belongs to another instance now. */
  onLost?(error: StartError): void;
}

/** After PostgreSQL went away it is started again this often, with growing pauses: half a minute in all. */
const RESTARTS = 8;
const PAUSE_MS = 250;

/** @throws StartError with a sentence that says what is wrong and what to do */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = openDataFolder(options.dataDir);
  const installed = locateBinaries();
  const identity = chooseIdentity(installed.postgres);
  const folders = chooseFolders(dataDir, installed, identity);
  initialiseCluster(folders, identity, dataDir);
  const socketDir = openSocketFolder(dataDir, identity);
  const postmaster = await ensurePostmaster({ folders, identity, dataDir, socketDir });
  const place = { folders, identity, dataDir, socketDir: postmaster.socketDir };
  const owner = connectionTo(postmaster, "heddle");
  const connection = connectionTo(postmaster, "heddle_login");
  const guard = await guardInstance(owner, dataDir);
  if (postmaster.adopted) options.log("Found the database of an earlier start still running, and took it over.");
  await ensureDatabase(guard, owner.database);
  await ensureLogin(guard, connection);
  return keepRunning({ postmaster, guard, place, connection, owner, options });
}

function connectionTo(postmaster: Postmaster, user: string): EmbeddedConnection {
  return { host: postmaster.socketDir, port: postmaster.port, user, database: "heddle" };
}

interface Running {
  postmaster: Postmaster;
  guard: pg.Client;
  place: PostmasterPlace;
  connection: EmbeddedConnection;
  owner: EmbeddedConnection;
  options: EmbeddedPostgresOptions;
}

/** The guard's connection ends when PostgreSQL does: somebody stopped it, or the system ended it for want of memory. */
function keepRunning({ postmaster, guard, place, connection, owner, options }: Running): EmbeddedPostgres {
  let { pid } = postmaster;
  let current = guard;
  let stopping = false;
  let recovering: Promise<void> = Promise.resolve();

  const recover = async () => {
    for (let attempt = 1; !stopping; attempt++) {
      try {
        pid = (await ensurePostmaster(place)).pid;
        current = await guardInstance(owner, place.dataDir);
        watch();
        options.log("The built-in database had stopped; it runs again.");
        return;
      } catch (error) {
        const taken = isStartError(error) && error.code === "already_running";
        if (taken || attempt === RESTARTS) return options.onLost?.(lostError(error));
        await sleep(PAUSE_MS * 2 ** (attempt - 1));
      }
    }
  };
  const watch = () => {
    current.once("end", () => {
      if (!stopping) recovering = recover();
    });
  };
  watch();

  return {
    connection,
    owner,
    adopted: postmaster.adopted,
    get pid() {
      return pid;
    },
    async stop() {
      stopping = true;
      await recovering;
      await current.end().catch(() => undefined);
      await stopPostmaster(pid);
      closeSocketFolder(place.socketDir);
    },
  };
}

function lostError(error: unknown): StartError {
  if (isStartError(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new StartError("postgres_failed", `The built-in database stopped and could not be started again: ${said}`);
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
}

/**
 * A cluster may be older than this user. Nobody but the owner makes temporary tables: those stand before others of their
 * name for as long as a connection lasts, whoever uses it next.
 */
async function ensureLogin(client: pg.Client, { user, database }: EmbeddedConnection): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [user]);
  if (rowCount !== 0) return;
  await client.query(`revoke temporary on database ${client.escapeIdentifier(database)} from public`);
  await client.query(`create role ${client.escapeIdentifier(user)} login noinherit`);
}
