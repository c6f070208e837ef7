import type { Metric } from "../../base-settings.ts";

export interface BlockHit {
  id: string;
  documentId: string;
  score: number;
}

export interface BlockBatch {
  ids: readonly string[];
  documentIds: readonly string[];
  seqs: readonly number[];
  /** One after the other. */
  vectors: Float32Array;
}

/** The vectors of one base in one piece of memory, looked through from end to end: exact, whatever the filter. */
export class ExactBlock {
  readonly #metric: Metric;
  readonly #dimensions: number;
  #vectors = new Float32Array(0);
  #ids: string[] = [];
  #seqs: number[] = [];
  /** Index into `#documents`, by row. */
  #documentOf: number[] = [];
  #documents: string[] = [];
  readonly #documentIndex = new Map<string, number>();
  readonly #rows = new Map<string, number>();

  constructor(metric: Metric, dimensions: number) {
    this.#metric = metric;
    this.#dimensions = dimensions;
  }

  get count(): number {
    return this.#ids.length;
  }

  get bytes(): number {
    return this.#vectors.byteLength;
  }

  add({ ids, documentIds, seqs, vectors }: BlockBatch): void {
    this.#reserve(this.#ids.length + ids.length);
    for (const [index, id] of ids.entries()) {
      const row = this.#rows.get(id) ?? this.#ids.length;
      this.#rows.set(id, row);
      this.#ids[row] = id;
      this.#seqs[row] = seqs[index] as number;
      this.#documentOf[row] = this.#document(documentIds[index] as string);
      const vector = vectors.subarray(index * this.#dimensions, (index + 1) * this.#dimensions);
      this.#vectors.set(this.#metric === "cosine" ? normalised(vector) : vector, row * this.#dimensions);
    }
  }

  /** Drops what is older than the oldest living vector of its document, and all of documents that have none. */
  keep(living: ReadonlyMap<string, number>): void {
    for (let row = this.#ids.length - 1; row >= 0; row -= 1) {
      const oldest = living.get(this.#documents[this.#documentOf[row] as number] as string);
      if (oldest === undefined || (this.#seqs[row] as number) < oldest) this.#drop(row);
    }
  }

  search(given: Float32Array, count: number, documents: readonly string[] | null): BlockHit[] {
    const query = this.#metric === "cosine" ? normalised(given) : given;
    const allowed = documents && new Set(documents.map((id) => this.#documentIndex.get(id)));
    const best: { row: number; score: number }[] = [];
    for (let row = 0; row < this.#ids.length; row += 1) {
      if (allowed && !allowed.has(this.#documentOf[row])) continue;
      const score = this.#score(query, row * this.#dimensions);
      const last = best[count - 1];
      if (last && !this.#isNearer(score, row, last)) continue;
      let place = best.length;
      while (place > 0 && this.#isNearer(score, row, best[place - 1] as { row: number; score: number })) place -= 1;
      best.splice(place, 0, { row, score });
      if (best.length > count) best.pop();
    }
    return best.map(({ row, score }) => ({
      id: this.#ids[row] as string,
      documentId: this.#documents[this.#documentOf[row] as number] as string,
      score,
    }));
  }

  #isNearer(score: number, row: number, other: { row: number; score: number }): boolean {
    return (
      score > other.score || (score === other.score && (this.#ids[row] as string) < (this.#ids[other.row] as string))
    );
  }

  #score(query: Float32Array, at: number): number {
    return this.#metric === "l2"
      ? 1 / (1 + Math.sqrt(squaredDistance(query, this.#vectors, at)))
      : product(query, this.#vectors, at);
  }

  /** The last row takes its place. */
  #drop(row: number): void {
    const last = this.#ids.length - 1;
    this.#rows.delete(this.#ids[row] as string);
    if (row !== last) {
      const moved = this.#ids[last] as string;
      this.#ids[row] = moved;
      this.#seqs[row] = this.#seqs[last] as number;
      this.#documentOf[row] = this.#documentOf[last] as number;
      this.#rows.set(moved, row);
      this.#vectors.copyWithin(row * this.#dimensions, last * this.#dimensions, (last + 1) * this.#dimensions);
    }
    this.#ids.pop();
    this.#seqs.pop();
    this.#documentOf.pop();
    // What was dropped is not kept in memory either.
    this.#vectors.fill(0, last * this.#dimensions, (last + 1) * this.#dimensions);
  }

  #document(id: string): number {
    const known = this.#documentIndex.get(id);
    if (known !== undefined) return known;
    this.#documentIndex.set(id, this.#documents.length);
    return this.#documents.push(id) - 1;
  }

  #reserve(rows: number): void {
    if (rows * this.#dimensions <= this.#vectors.length) return;
    const larger = new Float32Array(Math.ceil(rows * 1.25) * this.#dimensions);
    larger.set(this.#vectors);
    this.#vectors = larger;
  }
}

// Four sums at once: the processor adds them side by side.
function product(query: Float32Array, vectors: Float32Array, at: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let n = 0;
  for (; n + 3 < query.length; n += 4) {
    a += (query[n] as number) * (vectors[at + n] as number);
    b += (query[n + 1] as number) * (vectors[at + n + 1] as number);
    c += (query[n + 2] as number) * (vectors[at + n + 2] as number);
    d += (query[n + 3] as number) * (vectors[at + n + 3] as number);
  }
  for (; n < query.length; n += 1) a += (query[n] as number) * (vectors[at + n] as number);
  return a + b + c + d;
}

function squaredDistance(query: Float32Array, vectors: Float32Array, at: number): number {
  let sum = 0;
  for (let n = 0; n < query.length; n += 1) {
    const difference = (query[n] as number) - (vectors[at + n] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Of length 1; a vector of zeros stays one, and is near to nothing. */
function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(product(vector, vector, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}
