import { KERNEL_WIDTH, type Kernel, PAGE_BYTES } from "./kernel.ts";
import { LowestOfBest } from "./lowest-of-best.ts";
import { lengthOf } from "./vector-maths.ts";

/** Rows from the first to before the last. */
export interface RowRange {
  from: number;
  to: number;
}

/** The kernel handles sixteen codes at a time. */
const STEP = 16;
const ROW_CODE = 127;
const QUERY_CODE = 32_767;
/** Above all that doubles lose in a sum of `KERNEL_WIDTH` products, as a part of their lengths. */
const ROUNDING = 1e-9;
/** Distances that differ by less may give the same score, 1 / (1 + distance). */
const SAME_SCORE = 1e-12;

/**
 * A copy of each vector with one byte a number, which the kernel compares with a query in a quarter of the memory and a fraction of
 * the time. How far a copy is from its vector is known, so for each row there is a score that it reaches at least, and one that
 * it has at most. Rows that could be among the best, and no others, are compared exactly afterwards: nothing is missed.
 */
export class RoughCopies {
  readonly #kernel: Kernel;
  readonly #byDistance: boolean;
  readonly #width: number;
  readonly #rowsPerPage: number;
  readonly #pages: number[] = [];
  /** What a code counts, by row. */
  #units = new Float64Array(0);
  /** Length of what the copy lacks, by row. */
  #errors = new Float64Array(0);
  /** Length of the vector, by row. */
  #lengths = new Float64Array(0);

  static fits(dimensions: number): boolean {
    return dimensions <= KERNEL_WIDTH;
  }

  constructor(kernel: Kernel, dimensions: number, { byDistance }: { byDistance: boolean }) {
    this.#kernel = kernel;
    this.#byDistance = byDistance;
    this.#width = Math.ceil(dimensions / STEP) * STEP;
    this.#rowsPerPage = Math.floor(PAGE_BYTES / this.#width);
  }

  get bytes(): number {
    return this.#pages.length * PAGE_BYTES + 3 * this.#units.byteLength;
  }

  set(row: number, vector: Float32Array): void {
    this.#reserve(row + 1);
    const at = this.#at(row);
    const codes = this.#kernel.bytes().subarray(at, at + this.#width);
    const unit = largest(vector) / ROW_CODE;
    if (unit > 0) for (let n = 0; n < vector.length; n += 1) codes[n] = Math.round((vector[n] as number) / unit);
    this.#units[row] = unit;
    this.#errors[row] = Math.sqrt(squaredMiss(vector, codes, unit));
    this.#lengths[row] = lengthOf(vector);
  }

  /** The last row takes the place of this one, or just goes. */
  replaceByLast(row: number, last: number): void {
    const bytes = this.#kernel.bytes();
    if (row !== last) {
      bytes.copyWithin(this.#at(row), this.#at(last), this.#at(last) + this.#width);
      for (const facts of [this.#units, this.#errors, this.#lengths]) facts[row] = facts[last] as number;
    }
    if (last % this.#rowsPerPage === 0) this.#kernel.givePage(this.#pages.pop() as number);
    else bytes.fill(0, this.#at(last), this.#at(last) + this.#width);
  }

  /** Memory goes back to the kernel. */
  release(): void {
    for (const page of this.#pages.splice(0)) this.#kernel.givePage(page);
  }

  /** Rows that may be among the `count` nearest of these ranges; those that are missing are not. */
  candidates(query: Float32Array, count: number, ranges: readonly RowRange[]): number[] {
    const { codes, unit } = queryCodes(query, this.#width);
    const length = lengthOf(query);
    const lost = Math.sqrt(squaredMiss(query, codes, unit)) + ROUNDING * length;
    this.#kernel.setQuery(codes);
    const best = new LowestOfBest(count);
    const rows: number[] = [];
    const highest: number[] = [];
    let needed = Number.NEGATIVE_INFINITY;
    this.#eachDot(ranges, (row, dot) => {
      const vectorLength = this.#lengths[row] as number;
      const error = this.#errors[row] as number;
      let value = dot * unit * (this.#units[row] as number);
      let doubt = length * error + lost * (vectorLength + error);
      if (this.#byDistance) {
        const squares = length * length + vectorLength * vectorLength;
        value = 2 * value - squares;
        doubt = 2 * doubt + ROUNDING * squares;
      }
      if (value + doubt < needed) return;
      rows.push(row);
      highest.push(value + doubt);
      best.offer(value - doubt);
      needed = this.#byDistance ? withSameScore(best.lowest) : best.lowest;
    });
    return rows.filter((_, index) => (highest[index] as number) >= needed);
  }

  #eachDot(ranges: readonly RowRange[], see: (row: number, dot: number) => void): void {
    for (const { from, to } of ranges) {
      let row = from;
      while (row < to) {
        const count = Math.min(to - row, this.#rowsPerPage - (row % this.#rowsPerPage));
        const dots = this.#kernel.dots(this.#at(row), count, this.#width);
        for (let n = 0; n < count; n += 1) see(row + n, dots[n] as number);
        row += count;
      }
    }
  }

  #at(row: number): number {
    const page = this.#pages[Math.floor(row / this.#rowsPerPage)] as number;
    return page + (row % this.#rowsPerPage) * this.#width;
  }

  #reserve(rows: number): void {
    while (this.#pages.length * this.#rowsPerPage < rows) this.#pages.push(this.#kernel.takePage());
    if (rows <= this.#units.length) return;
    const larger = (facts: Float64Array) => {
      const grown = new Float64Array(Math.ceil(rows * 1.25));
      grown.set(facts);
      return grown;
    };
    this.#units = larger(this.#units);
    this.#errors = larger(this.#errors);
    this.#lengths = larger(this.#lengths);
  }
}

/** Finer than those of rows, as fine as the sum of their products with the largest codes leaves room for in 32 bits. */
function queryCodes(query: Float32Array, width: number): { codes: Int16Array; unit: number } {
  const codes = new Int16Array(width);
  const sum = query.reduce((all, value) => all + Math.abs(value), 0);
  // Each code may be half a unit larger than what it stands for.
  const room = (2 ** 31 - 1) / ROW_CODE - width / 2;
  const unit = Math.max(largest(query) / QUERY_CODE, sum / room);
  if (unit > 0) for (let n = 0; n < query.length; n += 1) codes[n] = Math.round((query[n] as number) / unit);
  return { codes, unit };
}

/** Of the vector and what its codes stand for. */
function squaredMiss(vector: Float32Array, codes: Int8Array | Int16Array, unit: number): number {
  let sum = 0;
  for (let n = 0; n < vector.length; n += 1) sum += ((vector[n] as number) - (codes[n] as number) * unit) ** 2;
  return sum;
}

function largest(vector: Float32Array): number {
  let most = 0;
  for (let n = 0; n < vector.length; n += 1) most = Math.max(most, Math.abs(vector[n] as number));
  return most;
}

/** @param value a squared distance below zero; the lowest that may have the same score */
function withSameScore(value: number): number {
  const distance = Math.sqrt(Math.max(0, -value));
  return -((distance + SAME_SCORE * (1 + distance)) ** 2);
}
