import type { Metric } from "../../../base-settings.ts";
import type { Kernel } from "./kernel.ts";
import { RoughCopies, type RowRange } from "./rough-copies.ts";
import { normalised, product, squaredDistance } from "./vector-maths.ts";
import { VectorRows } from "./vector-rows.ts";

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

interface Scored {
  row: number;
  score: number;
}

/** Fewer are compared one by one: it takes less than a millisecond, and no memory for copies. */
const FEWEST_COPIED = 2_048;

/**
 * The vectors of one base in memory: exact, whatever the filter. With a kernel, rough copies say first which of them
 * are worth comparing; without one all are looked through from end to end. Both give the same hits with the same scores.
 */
export class ExactBlock {
  readonly #metric: Metric;
  readonly #dimensions: number;
  readonly #kernel: Kernel | null;
  #copies: RoughCopies | null = null;
  readonly #vectors: VectorRows;
  #ids: string[] = [];
  #seqs: number[] = [];
  /** Index into `#documents`, by row. */
  #documentOf: number[] = [];
  #documents: string[] = [];
  readonly #documentIndex = new Map<string, number>();
  readonly #rows = new Map<string, number>();

  constructor(metric: Metric, dimensions: number, kernel: Kernel | null) {
    this.#metric = metric;
    this.#dimensions = dimensions;
    this.#vectors = new VectorRows(dimensions);
    this.#kernel = RoughCopies.fits(dimensions) ? kernel : null;
  }

  get count(): number {
    return this.#ids.length;
  }

  get bytes(): number {
    return this.#vectors.bytes + (this.#copies?.bytes ?? 0);
  }

  add({ ids, documentIds, seqs, vectors }: BlockBatch): void {
    for (const [index, id] of ids.entries()) {
      const row = this.#rows.get(id) ?? this.#ids.length;
      this.#rows.set(id, row);
      this.#ids[row] = id;
      this.#seqs[row] = seqs[index] as number;
      this.#documentOf[row] = this.#document(documentIds[index] as string);
      const vector = vectors.subarray(index * this.#dimensions, (index + 1) * this.#dimensions);
      this.#vectors.set(row, this.#metric === "cosine" ? normalised(vector) : vector);
      this.#copies?.set(row, this.#vectors.get(row));
    }
    if (this.#copies === null && this.#kernel !== null && this.count >= FEWEST_COPIED) this.#copyAll(this.#kernel);
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
    const ranges = this.#rangesOf(documents);
    const best: Scored[] = [];
    const look = (row: number) => this.#place(best, count, { row, score: this.#score(query, row) });
    if (this.#copies) for (const row of this.#copies.candidates(query, count, ranges)) look(row);
    else for (const { from, to } of ranges) for (let row = from; row < to; row += 1) look(row);
    return best.map(({ row, score }) => ({
      id: this.#ids[row] as string,
      documentId: this.#documents[this.#documentOf[row] as number] as string,
      score,
    }));
  }

  /** Gives back what is not the block's own. */
  release(): void {
    this.#copies?.release();
    this.#copies = null;
  }

  #copyAll(kernel: Kernel): void {
    this.#copies = new RoughCopies(kernel, this.#dimensions, { byDistance: this.#metric === "l2" });
    for (let row = 0; row < this.count; row += 1) this.#copies.set(row, this.#vectors.get(row));
  }

  #rangesOf(documents: readonly string[] | null): RowRange[] {
    if (documents === null) return [{ from: 0, to: this.count }];
    const isAllowed = new Uint8Array(this.#documents.length);
    for (const id of documents) {
      const document = this.#documentIndex.get(id);
      if (document !== undefined) isAllowed[document] = 1;
    }
    const ranges: RowRange[] = [];
    for (let row = 0; row < this.count; row += 1) {
      if (isAllowed[this.#documentOf[row] as number] !== 1) continue;
      const last = ranges.at(-1);
      if (last?.to === row) last.to = row + 1;
      else ranges.push({ from: row, to: row + 1 });
    }
    return ranges;
  }

  #place(best: Scored[], count: number, hit: Scored): void {
    const last = best[count - 1];
    if (last && !this.#isNearer(hit, last)) return;
    let place = best.length;
    while (place > 0 && this.#isNearer(hit, best[place - 1] as Scored)) place -= 1;
    best.splice(place, 0, hit);
    if (best.length > count) best.pop();
  }

  #isNearer({ row, score }: Scored, other: Scored): boolean {
    return (
      score > other.score || (score === other.score && (this.#ids[row] as string) < (this.#ids[other.row] as string))
    );
  }

  #score(query: Float32Array, row: number): number {
    const piece = this.#vectors.piece(row);
    const at = this.#vectors.at(row);
    return this.#metric === "l2" ? 1 / (1 + Math.sqrt(squaredDistance(query, piece, at))) : product(query, piece, at);
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
    }
    this.#ids.pop();
    this.#seqs.pop();
    this.#documentOf.pop();
    this.#vectors.replaceByLast(row, last);
    this.#copies?.replaceByLast(row, last);
  }

  #document(id: string): number {
    const known = this.#documentIndex.get(id);
    if (known !== undefined) return known;
    this.#documentIndex.set(id, this.#documents.length);
    return this.#documents.push(id) - 1;
  }
}
