export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * A page of a list that was read again. It holds for the stretch it covers: what has left it is gone, what it no longer
 * reaches (since new items came in front) stays, and the list goes on where it went on before.
 * Ids fall from first to last.
 */
export function mergePage<T extends { id: string }>(before: Page<T>, fresh: Page<T>): Page<T> {
  const last = fresh.items.at(-1);
  if (fresh.nextCursor === null || last === undefined) return fresh;
  const beyond = before.items.filter(({ id }) => id < last.id);
  return beyond.length === 0 ? fresh : { items: [...fresh.items, ...beyond], nextCursor: before.nextCursor };
}

/** All items once, in order: pages that were read at different times overlap. */
export function flatPages<T extends { id: string }>(pages: readonly Page<T>[]): T[] {
  const items: T[] = [];
  let last: string | null = null;
  for (const page of pages) {
    for (const item of page.items) {
      if (last !== null && item.id >= last) continue;
      items.push(item);
      last = item.id;
    }
  }
  return items;
}
