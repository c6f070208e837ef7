import "server-only";
import type pg from "pg";
import { type Connection, openPool } from "#db/pool.ts";
import { errorMessage } from "../../errors.ts";
import { readSignals, writeSignals } from "../signal-text.ts";
import type { LineListener, SignalLine, SignalListening } from "../signals.ts";

const CHANNEL = "heddle_signals";
/** PostgreSQL takes payloads below 8,000 bytes. */
const PAYLOAD_BYTES = 7_900;
/** A connection that has died without a word is found out by then. */
const CHECK_MS = 15_000;
const CHECK_DEADLINE_MS = 5_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/**
 * NOTIFY in a statement of its own: inside the journal's transaction it would make all commits wait for each other.
 * @param direct where no pooler stands in between: LISTEN belongs to one connection
 */
export function postgresLine(options: { pool: pg.Pool; direct: Connection }): SignalLine {
  return {
    async send(signals) {
      const payloads = writeSignals(signals, PAYLOAD_BYTES);
      await options.pool.query({
        name: "heddle-notify",
        text: `select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) payload`,
        values: [payloads],
      });
      return true;
    },
    listen: (listener) => keepListening(options.direct, listener),
  };
}

function keepListening(direct: Connection, listener: LineListener): SignalListening {
  const pool = openPool(direct, { max: 1 });
  let problem: string | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let drop: ((error?: Error) => void) | undefined;

  const again = (error: unknown) => {
    if (isOver) return;
    problem = errorMessage(error);
    timer = setTimeout(() => void open(), retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };

  async function open(): Promise<void> {
    try {
      const client = await pool.connect();
      hold(client);
      await client.query(`listen ${CHANNEL}`);
      if (isOver) return;
      problem = null;
      retryMs = FIRST_RETRY_MS;
      listener.opened();
    } catch (error) {
      if (drop) drop(error instanceof Error ? error : new Error(String(error)));
      else again(error);
    }
  }

  function hold(client: pg.PoolClient): void {
    const check = setInterval(() => {
      const deadline = setTimeout(() => drop?.(new Error("the database does not answer")), CHECK_DEADLINE_MS);
      client.query("select 1").then(
        () => clearTimeout(deadline),
        () => clearTimeout(deadline),
      );
    }, CHECK_MS);
    const onNotification = ({ payload }: pg.Notification) => {
      for (const signal of readSignals(payload ?? "")) listener.signal(signal);
    };
    const onLost = (error?: Error) => drop?.(error ?? new Error("the connection to the database was closed"));
    client.on("notification", onNotification);
    client.on("error", onLost);
    client.on("end", onLost);
    drop = (error) => {
      drop = undefined;
      clearInterval(check);
      client.off("notification", onNotification);
      client.off("error", onLost);
      client.off("end", onLost);
      client.release(true);
      again(error ?? new Error("closed"));
    };
    if (isOver) drop();
  }

  void open();
  return {
    problem: () => problem,
    async hangUp() {
      isOver = true;
      clearTimeout(timer);
      drop?.();
      await pool.end();
    },
  };
}
