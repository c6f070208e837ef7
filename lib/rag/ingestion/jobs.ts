import "server-only";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { newId } from "../../ids.ts";
import type { IndexScope, VectorSpace } from "../index/vector-index.ts";

export type KnowledgeJobKind = "ingest" | "forget" | "rebuild" | "reembed" | "drop";

export type KnowledgeJob = {
  id: string;
  kind: KnowledgeJobKind;
  workspaceId: string | null;
  baseId: string | null;
  documentId: string | null;
  /** `forget`, `drop` and `rebuild`: the space, as JSON; `rebuild`, `reembed`: how far it is. */
  cursor: string | null;
  /** Tries that have begun, this one included. */
  attempts: number;
};

/** Who works on a job is left alone for so long; they say every third of it that they still do. */
export const LEASE_MS = 60_000;

/** The document is to be read, from its beginning. Whoever works on it already stops. */
export async function requestIngestion(tx: Tx, place: { workspaceId: string; baseId: string; documentId: string }) {
  await tx.execute(sql`
    insert into knowledge_jobs (id, kind, workspace_id, base_id, document_id)
    values (${newId("job")}, 'ingest', ${place.workspaceId}, ${place.baseId}, ${place.documentId})
    on conflict (kind, document_id) where kind = 'ingest' do update
    set attempts = 0, owner = null, lease_until = null, run_at = now()`);
}

/** What the index has of a document, or of a whole base, is to go: it is gone from the database. */
export async function requestForgetting(
  tx: Tx,
  place: { workspaceId: string; baseId: string; documentId: string | null },
  space: VectorSpace,
) {
  await tx.execute(sql`
    insert into knowledge_jobs (id, kind, workspace_id, base_id, document_id, cursor)
    values (${newId("job")}, 'forget', ${place.workspaceId}, ${place.baseId}, ${place.documentId}, ${JSON.stringify(space)})`);
}

/** All passages are to be embedded once more, as this generation. One base, one such job. */
export async function requestReembedding(tx: Tx, place: { workspaceId: string; baseId: string }, generation: number) {
  await tx.execute(sql`
    insert into knowledge_jobs (id, kind, workspace_id, base_id, cursor)
    select ${newId("job")}, 'reembed', ${place.workspaceId}, ${place.baseId}, ${`${generation}#`}
    where not exists (select from knowledge_jobs where kind = 'reembed' and base_id = ${place.baseId})`);
}

/** Nobody works on that any more. */
export async function giveUpReembedding(tx: Tx, baseId: string) {
  await tx.execute(sql`delete from knowledge_jobs where kind = 'reembed' and base_id = ${baseId}`);
}

/** Searches that have begun may still look at vectors that were left; a batch may still be on its way to the index. */
const DROP_AFTER_MS = 60_000;

/** These vectors have no use any more. */
export async function requestDropping(tx: Tx, scope: IndexScope) {
  await tx.execute(sql`
    insert into knowledge_jobs (id, kind, workspace_id, base_id, cursor, run_at)
    values (${newId("job")}, 'drop', ${scope.workspaceId}, ${scope.baseId}, ${JSON.stringify(scope)},
      now() + ${DROP_AFTER_MS} * interval '1 millisecond')`);
}

export async function requestRebuild(db: Database, { metric, dimensions }: VectorSpace) {
  const space = JSON.stringify({ metric, dimensions });
  await db.withEngine((tx) =>
    tx.execute(sql`
      insert into knowledge_jobs (id, kind, cursor) select ${newId("job")}, 'rebuild', ${space}
      where not exists (select from knowledge_jobs where kind = 'rebuild' and starts_with(cursor, ${space}))`),
  );
}

/** Takes jobs that are due and that nobody works on, the oldest first. */
export async function claimJobs(db: Database, owner: string, limit: number): Promise<KnowledgeJob[]> {
  const { rows } = await db.withEngine((tx) =>
    tx.execute<KnowledgeJob>(sql`
      update knowledge_jobs set owner = ${owner}, attempts = attempts + 1, lease_until = ${leaseEnd()}
      where id in (
        select id from knowledge_jobs where run_at <= now() and (lease_until is null or lease_until < now())
        order by run_at limit ${limit} for update skip locked)
      returning id, kind, workspace_id as "workspaceId", base_id as "baseId", document_id as "documentId", cursor, attempts`),
  );
  return rows;
}

/** False when somebody else has it, or it is gone: then it must be left alone. */
export async function renewLease(db: Database, { id, attempts }: KnowledgeJob, owner: string): Promise<boolean> {
  const { rowCount } = await db.withEngine((tx) =>
    tx.execute(sql`
      update knowledge_jobs set lease_until = ${leaseEnd()}
      where id = ${id} and owner = ${owner} and attempts = ${attempts}`),
  );
  return rowCount === 1;
}

export async function saveCursor(db: Database, { id }: KnowledgeJob, owner: string, cursor: string): Promise<void> {
  await db.withEngine((tx) =>
    tx.execute(sql`update knowledge_jobs set cursor = ${cursor} where id = ${id} and owner = ${owner}`),
  );
}

export async function endJob(db: Database, { id, attempts }: KnowledgeJob, owner: string): Promise<void> {
  await db.withEngine((tx) =>
    tx.execute(sql`delete from knowledge_jobs where id = ${id} and owner = ${owner} and attempts = ${attempts}`),
  );
}

/** Anybody may take it again after `ms`. A try that was only broken off is not counted. */
export async function releaseJob(
  db: Database,
  { id, attempts }: KnowledgeJob,
  owner: string,
  { ms, counts }: { ms: number; counts: boolean },
): Promise<void> {
  await db.withEngine((tx) =>
    tx.execute(sql`
      update knowledge_jobs set owner = null, lease_until = null, attempts = ${counts ? attempts : attempts - 1},
        run_at = now() + ${ms} * interval '1 millisecond'
      where id = ${id} and owner = ${owner} and attempts = ${attempts}`),
  );
}

function leaseEnd() {
  return sql`now() + ${LEASE_MS} * interval '1 millisecond'`;
}
