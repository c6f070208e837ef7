import { parseMilvusFilter } from "./milvus-filter.ts";

export type Row = { id: string; vector: number[] } & Record<string, unknown>;

interface StoredCollection {
  name: string;
  schema: { fields: readonly Record<string, unknown>[] };
  metric: string | null;
  isLoaded: boolean;
  rows: Map<string, Row>;
  /** As of before the last write: what reads see that do not ask for strong consistency. */
  stale: Map<string, Row>;
}

/** A refusal with the code that the server has for it. */
export class MilvusFault extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Collections, aliases and rows as a Milvus server keeps them, with its rules and codes. */
export class MilvusStore {
  readonly #collections = new Map<string, StoredCollection>();
  readonly #aliases = new Map<string, string>();

  names(): string[] {
    return [...this.#collections.keys()];
  }

  /** By its name or an alias. */
  find(name: string): StoredCollection {
    const found = this.#collections.get(this.#aliases.get(name) ?? name);
    if (!found) throw new MilvusFault(100, `can't find collection[collection=${name}]`);
    return found;
  }

  create(name: string, schema: StoredCollection["schema"], partitions: number): void {
    if (this.#collections.has(name)) throw new MilvusFault(1, `collection ${name} already exists`);
    const keys = schema.fields.filter((field) => field.is_primary_key === true);
    if (keys.length !== 1) throw new MilvusFault(1100, "a collection has one primary key");
    if (partitions > 0 && !schema.fields.some((field) => field.is_partition_key === true)) {
      throw new MilvusFault(1100, "num_partitions should only be specified with partition key field enabled");
    }
    this.#collections.set(name, { name, schema, metric: null, isLoaded: false, rows: new Map(), stale: new Map() });
  }

  drop(name: string): object {
    const aliases = [...this.#aliases].filter(([, target]) => target === name).map(([alias]) => alias);
    if (aliases.length > 0) throw new MilvusFault(65535, `unable to drop the collection, aliases: ${aliases.join()}`);
    this.#collections.delete(name);
    return {};
  }

  index(name: string, metric: string): void {
    const collection = this.find(name);
    if (collection.metric !== null && collection.metric !== metric) {
      throw new MilvusFault(65535, "at most one distinct index is allowed per field");
    }
    collection.metric = metric;
  }

  load(name: string): object {
    const collection = this.find(name);
    if (collection.metric === null) throw new MilvusFault(700, "index not found[collection]: there is no vector index");
    collection.isLoaded = true;
    return {};
  }

  release(name: string): object {
    this.find(name).isLoaded = false;
    return {};
  }

  createAlias(alias: string, name: string): object {
    if (this.#aliases.has(alias)) throw new MilvusFault(1602, `${alias} is alias to another collection`);
    if (this.#collections.has(alias)) throw new MilvusFault(1601, `collection name ${alias} conflicts with it`);
    this.#aliases.set(alias, this.find(name).name);
    return {};
  }

  alterAlias(alias: string, name: string): object {
    if (!this.#aliases.has(alias)) throw new MilvusFault(1600, `alias not found[alias=${alias}]`);
    this.#aliases.set(alias, this.find(name).name);
    return {};
  }

  aliased(alias: string): string {
    const name = this.#aliases.get(alias);
    if (name === undefined) throw new MilvusFault(1600, `alias not found[alias=${alias}]`);
    return name;
  }

  upsert(name: string, rows: readonly Row[]): void {
    const collection = this.find(name);
    const dim = dimensionsOf(collection);
    const wrong = rows.find(({ vector }) => vector.length !== dim);
    if (wrong) throw new MilvusFault(1100, `the length of ${wrong.vector.length} is not that of the field, ${dim}`);
    collection.stale = new Map(collection.rows);
    for (const row of rows) collection.rows.set(row.id, row);
  }

  remove(name: string, filter: string): string[] {
    const collection = this.find(name);
    const fits = parsed(filter);
    // What is not loaded is not looked through, and nothing is said about it.
    if (!collection.isLoaded) return [];
    const ids = [...collection.rows.values()].filter(fits).map(({ id }) => id);
    collection.stale = new Map(collection.rows);
    for (const id of ids) collection.rows.delete(id);
    return ids;
  }

  count(name: string, filter: string, isStrong: boolean): number {
    return this.#readable(name, filter, isStrong).length;
  }

  search(
    name: string,
    { filter, vector, limit }: { filter: string; vector: Float32Array; limit: number },
    isStrong: boolean,
  ): { row: Row; score: number }[] {
    const collection = this.find(name);
    const dim = dimensionsOf(collection);
    if (vector.length !== dim)
      throw new MilvusFault(65535, `vector dimension mismatch, expected ${dim}, got ${vector.length}`);
    const { metric } = collection;
    const hits = this.#readable(name, filter, isStrong).map((row) => ({
      row,
      score: scoreOf(metric, vector, row.vector),
    }));
    return hits.sort((a, b) => (metric === "L2" ? a.score - b.score : b.score - a.score)).slice(0, limit);
  }

  #readable(name: string, filter: string, isStrong: boolean): Row[] {
    const collection = this.find(name);
    if (!collection.isLoaded) throw new MilvusFault(101, `collection not loaded[collection=${collection.name}]`);
    return [...(isStrong ? collection.rows : collection.stale).values()].filter(parsed(filter));
  }
}

function parsed(filter: string): (row: Row) => boolean {
  try {
    return parseMilvusFilter(filter);
  } catch (error) {
    throw new MilvusFault(1100, `failed to create query plan: cannot parse expression: ${(error as Error).message}`);
  }
}

function dimensionsOf({ schema }: StoredCollection): number {
  const params = schema.fields.find(({ name }) => name === "vector")?.type_params as { key: string; value: string }[];
  return Number(params.find(({ key }) => key === "dim")?.value);
}

function scoreOf(metric: string | null, a: Float32Array, b: readonly number[]): number {
  let product = 0;
  let distance = 0;
  let lengths = 0;
  let other = 0;
  for (const [n, value] of a.entries()) {
    const with_ = b[n] ?? 0;
    product += value * with_;
    distance += (value - with_) ** 2;
    lengths += value * value;
    other += with_ * with_;
  }
  if (metric === "L2") return distance;
  return metric === "COSINE" ? product / (Math.sqrt(lengths * other) || 1) : product;
}
