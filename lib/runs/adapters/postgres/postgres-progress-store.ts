import "server-only";
import type pg from "pg";
import type { ProgressRow, ProgressStore } from "../../share-progress.ts";

/** What nodes have written so far, in a table that all processes see. */
export function createPostgresProgressStore(pool: pg.Pool): ProgressStore {
  return {
    async watchedAmong(runIds) {
      const { rows } = await pool.query<{ id: string }>({
        name: "heddle-progress-watched",
        text: "select id from runs where id = any($1) and watched_until > now()",
        values: [runIds],
      });
      return rows.map(({ id }) => id);
    },
    async put(written) {
      await pool.query({
        name: "heddle-progress-put",
        text: `insert into run_progress (run_id, path, workspace_id, seq, text)
          select r.id, w.path, r.workspace_id, w.seq, w.text
          from unnest($1::text[], $2::text[], $3::int[], $4::text[]) as w (run_id, path, seq, text)
          join runs r on r.id = w.run_id
          on conflict (run_id, path) do update set seq = excluded.seq, text = excluded.text`,
        values: [
          written.map(({ runId }) => runId),
          written.map(({ path }) => path),
          written.map(({ seq }) => seq),
          written.map(({ text }) => JSON.stringify(text)),
        ],
      });
    },
    async drop(places) {
      await pool.query({
        name: "heddle-progress-drop",
        text: `delete from run_progress p using unnest($1::text[], $2::text[]) as d (run_id, path)
          where p.run_id = d.run_id and p.path = d.path`,
        values: [places.map(({ runId }) => runId), places.map(({ path }) => path)],
      });
    },
    async read(runId) {
      const { rows } = await pool.query<Omit<ProgressRow, "runId">>({
        name: "heddle-progress-read",
        text: "select path, seq, text from run_progress where run_id = $1",
        values: [runId],
      });
      // Kept as JSON, as PostgreSQL takes no NUL.
      return rows.map(({ path, seq, text }) => ({ runId, path, seq, text: JSON.parse(text) as string }));
    },
  };
}
