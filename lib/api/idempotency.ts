import "server-only";
import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/runs.ts";
import { limits } from "../config/limits.ts";
import { parseJson } from "../engine/parse-json.ts";
import { AppError } from "../errors.ts";
import type { AnyContract } from "./contract.ts";
import type { Reply } from "./route.ts";

const expired = lt(idempotencyKeys.createdAt, sql`now() - ${limits.idempotencyMs} * interval '1 millisecond'`);
const DROPPED_AT_ONCE = 20;

interface KeyedRequest {
  workspaceId: string;
  idempotencyKey: string | undefined;
  request: Request;
  text: string;
}

/**
 * Runs `work`, or gives the answer that the same key got before. The key's row is inserted first, so a second request
 * waits in the database until the first one has committed or failed; a failed one leaves no row.
 * @throws AppError `idempotency_key_reused` (422) when the key came with another request
 */
export async function once<T>(
  tx: Tx,
  contract: AnyContract,
  call: KeyedRequest,
  work: () => Promise<Reply<T>>,
): Promise<Reply<T>> {
  const { idempotencyKey: key, workspaceId } = call;
  if (key === undefined) return work();
  const row = { workspaceId, route: `${contract.method} ${contract.path}`, key };
  const bodyHash = hashOf(call);
  const fresh = await tx
    .insert(idempotencyKeys)
    .values({ ...row, bodyHash })
    .onConflictDoUpdate({
      target: [idempotencyKeys.workspaceId, idempotencyKeys.route, idempotencyKeys.key],
      set: { bodyHash, status: null, response: null, createdAt: sql`now()` },
      setWhere: expired,
    })
    .returning({ key: idempotencyKeys.key });
  const same = and(
    eq(idempotencyKeys.workspaceId, row.workspaceId),
    eq(idempotencyKeys.route, row.route),
    eq(idempotencyKeys.key, key),
  );
  if (fresh.length === 0) return earlierAnswer<T>(tx, same, bodyHash);
  await dropOldKeys(tx);
  const reply = await work();
  await tx
    .update(idempotencyKeys)
    .set({ status: reply.status ?? contract.status, response: JSON.stringify(reply) })
    .where(same);
  return reply;
}

async function earlierAnswer<T>(tx: Tx, same: ReturnType<typeof and>, bodyHash: string): Promise<Reply<T>> {
  const [earlier] = await tx.select().from(idempotencyKeys).where(same);
  if (earlier?.bodyHash !== bodyHash || earlier.response === null) {
    throw new AppError(
      "idempotency_key_reused",
      422,
      "This Idempotency-Key was used for another request before. Take a new one.",
    );
  }
  // Written by `once` from the same contract's reply.
  const reply = parseJson(earlier.response) as unknown as Reply<T>;
  return { ...reply, headers: { ...reply.headers, "idempotent-replayed": "true" } };
}

/** Every new key takes a few old ones of the workspace with it, so that the table stays as large as a day. */
async function dropOldKeys(tx: Tx): Promise<void> {
  const { workspaceId, route, key } = idempotencyKeys;
  const old = tx
    .select({ workspaceId, route, key })
    .from(idempotencyKeys)
    .where(expired)
    .limit(DROPPED_AT_ONCE)
    .for("update", { skipLocked: true });
  await tx.delete(idempotencyKeys).where(sql`(${workspaceId}, ${route}, ${key}) in ${old}`);
}

/** Two requests are the same when address, precondition and body are. */
function hashOf({ request, text }: KeyedRequest): string {
  const { pathname, search } = new URL(request.url);
  const parts = [request.method, pathname + search, request.headers.get("if-match") ?? "", text];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
