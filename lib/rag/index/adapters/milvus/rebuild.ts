import { setTimeout as sleep } from "node:timers/promises";
import { NodeError } from "../../../../nodes/define.ts";
import type { VectorIndex, VectorSpace } from "../../vector-index.ts";
import { pageCursor, type VectorSource } from "../../vector-source.ts";
import { CALL_MS, type MilvusCollections } from "./milvus-collections.ts";
import type { MilvusRows } from "./milvus-rows.ts";

const PAGE = 1_000;
/** Bases that changed while they were copied are copied again, so often at most. */
const ROUNDS = 5;

export interface RebuildParts {
  collections: MilvusCollections;
  rows: MilvusRows;
  source: VectorSource;
  /** How long a search may still be under way in the collection that was left, ms. */
  afterglowMs?: number;
}

/**
 * Fills a new collection from PostgreSQL while writers write both and searches use the old one; then the alias is switched and
 * the old one dropped. The cursor is `<generation>/<last passage copied>`.
 */
export async function rebuildSpace(
  { collections, rows, source, afterglowMs = CALL_MS }: RebuildParts,
  space: VectorSpace,
  { cursor, onProgress, signal }: Parameters<VectorIndex["rebuild"]>[1],
): Promise<void> {
  const live = await collections.live(space);
  const [begun, copied = ""] = cursor?.split("/") ?? [];
  const generation = begun === undefined ? generationOf(live) + 1 : Number(begun);
  if (generation <= generationOf(live)) return;
  const name = await collections.create(space, generation);
  await onProgress(`${generation}/${copied}`);
  let after = copied;
  for (;;) {
    signal.throwIfAborted();
    const page = await source.page(space, after, PAGE);
    if (page.length === 0) break;
    await rows.upsert(name, page, signal);
    const last = page.at(-1);
    if (last) after = pageCursor(last);
    await onProgress(`${generation}/${after}`);
  }
  await settleDifferences({ collections, rows, source }, space, name, signal);
  await collections.switchTo(space, name);
  await sleep(afterglowMs, undefined, { signal });
  for (const other of await collections.all(space)) if (other !== name) await collections.drop(other);
}

/** What was deleted between reading a page and writing it would stay: bases whose counts differ are done again. */
async function settleDifferences(
  { rows, source }: Omit<RebuildParts, "afterglowMs">,
  space: VectorSpace,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    let differs = false;
    for (const { count, ...owner } of await source.counts(space)) {
      signal.throwIfAborted();
      const scope = { ...space, ...owner };
      if ((await rows.count(name, scope)) === count) continue;
      differs = true;
      await rows.remove(name, scope, undefined);
      const upTo = (await source.revision(scope))?.added ?? 0;
      for await (const batch of source.added(scope, { after: 0, upTo })) {
        await rows.upsert(
          name,
          batch.map((entry) => ({ ...entry, ...owner })),
          signal,
        );
      }
    }
    if (!differs) return;
  }
  throw new NodeError("upstream", "The new index does not come to agree with the database. It is tried again.");
}

function generationOf(name: string): number {
  return Number(name.slice(name.lastIndexOf("_") + 1));
}
