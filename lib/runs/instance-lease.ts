import "server-only";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { newId } from "../ids.ts";
import { DEAD_AFTER } from "./adapters/postgres/postgres-run-store.ts";

const HEARTBEAT_MS = 2_000;
/** Without a heartbeat for this long, others are about to take its runs over: it must not touch the world any more. */
const UNSAFE_AFTER_MS = 6_000;

export interface InstanceLease {
  /** `<instance>:<epoch>`, what runs name as their owner. */
  owner: string;
  /** True while the last heartbeat is young enough to start effects. */
  isSafe(): boolean;
  /** True while other processes use this database, as of the last heartbeat. */
  hasOthers(): boolean;
  close(): Promise<void>;
}

export interface InstanceLeaseOptions {
  pool: pg.Pool;
  dataDir: string;
  role: "all" | "web" | "worker";
  build: string;
  /** Called once when heartbeats have failed for too long. */
  onLost(): void;
  log(line: string): void;
}

/**
 * Registers this process as an instance and keeps its heartbeat. Its id lies in the data folder, so that after a crash it
 * takes up its own runs at once; when another process holds the id, a fresh one is used.
 */
export async function holdInstanceLease(options: InstanceLeaseOptions): Promise<InstanceLease> {
  const lock = await options.pool.connect();
  const id = await lockId(lock, rememberedId(options));
  const { rows } = await options.pool.query<{ epoch: number }>(
    `insert into instances (id, role, epoch, build, started_at, heartbeat_at) values ($1, $2, 1, $3, now(), now())
     on conflict (id) do update set epoch = instances.epoch + 1, role = excluded.role, build = excluded.build,
       started_at = now(), heartbeat_at = now()
     returning epoch`,
    [id, options.role, options.build],
  );
  const epoch = rows[0]?.epoch ?? 1;
  let beatAt = performance.now();
  let isLost = false;
  let others = true;
  const beat = async () => {
    const sentAt = performance.now();
    try {
      const { rows: beaten } = await options.pool.query<{ others: boolean }>(
        `update instances set heartbeat_at = now() where id = $1 and epoch = $2 returning exists (
           select from instances o where o.id <> $1 and o.heartbeat_at > now() - interval '${DEAD_AFTER}') as others`,
        [id, epoch],
      );
      beatAt = sentAt;
      others = beaten[0]?.others ?? true;
      isLost = false;
    } catch (error) {
      if (performance.now() - beatAt < UNSAFE_AFTER_MS || isLost) return;
      isLost = true;
      options.log(
        `The database has not answered for ${UNSAFE_AFTER_MS / 1000} s; what runs is stopped: ${String(error)}`,
      );
      options.onLost();
    }
  };
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    owner: `${id}:${epoch}`,
    isSafe: () => performance.now() - beatAt < UNSAFE_AFTER_MS,
    hasOthers: () => others,
    async close() {
      clearInterval(timer);
      await options.pool.query("delete from instances where id = $1 and epoch = $2", [id, epoch]).catch(() => {});
      lock.release(true);
    },
  };
}

function rememberedId({ dataDir, role }: InstanceLeaseOptions): string {
  const file = join(dataDir, `instance-${role}`);
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    const id = newId("ins");
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${id}\n`, { mode: 0o600 });
    return id;
  }
}

/** A session lock on the id, held by a connection of its own for as long as the process lives. */
async function lockId(client: pg.PoolClient, id: string): Promise<string> {
  const { rows } = await client.query<{ locked: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 0)) as locked",
    [id],
  );
  return rows[0]?.locked ? id : lockId(client, newId("ins"));
}

/** Has the process that wrote as `owner` had a heartbeat lately? */
export async function isInstanceAlive(pool: pg.Pool, owner: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from instances where id || ':' || epoch = $1 and heartbeat_at > now() - interval '${DEAD_AFTER}'`,
    [owner],
  );
  return rowCount === 1;
}
