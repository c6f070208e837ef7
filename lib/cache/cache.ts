import type { Json } from "../engine/json.ts";

/**
 * Remembers what can be had again. Anything may be gone at any time, and nothing here ever throws: without it everything
 * works, only slower. Secrets do not belong in it.
 */
export interface Cache {
  /** `undefined` when it is not there, or not any more. */
  get(key: string): Promise<Json | undefined>;
  /** @param forMs at least 1 */
  set(key: string, value: Json, forMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** What is remembered under `key`, else what `make` gives, which is then remembered for `forMs`. */
export async function remember<T extends Json>(
  cache: Cache,
  key: string,
  forMs: number,
  make: () => T | Promise<T>,
): Promise<T> {
  const known = await cache.get(key);
  // Under a key stands what this very call put there.
  if (known !== undefined) return known as T;
  const made = await make();
  await cache.set(key, made, forMs);
  return made;
}
