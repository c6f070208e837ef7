/** Rows of bits: sets of small numbers that are united, cut and asked 32 members at a time. */
export class BitTable {
  readonly #words: number;
  readonly #bits: Uint32Array;

  constructor(rows: number, columns: number) {
    this.#words = (columns + 31) >>> 5;
    this.#bits = new Uint32Array(rows * this.#words);
  }

  has(row: number, column: number): boolean {
    return ((this.#word(row * this.#words + (column >>> 5)) >>> (column & 31)) & 1) === 1;
  }

  add(row: number, column: number): void {
    const at = row * this.#words + (column >>> 5);
    this.#bits[at] = this.#word(at) | (1 << (column & 31));
  }

  /** Adds the members of another table's row. */
  unite(row: number, other: BitTable, otherRow: number): void {
    this.#combine(row, other, otherRow, (a, b) => a | b);
  }

  /** Keeps what another table's row has, too. */
  intersect(row: number, other: BitTable, otherRow: number): void {
    this.#combine(row, other, otherRow, (a, b) => a & b);
  }

  overlaps(row: number, other: BitTable, otherRow: number): boolean {
    const [to, from] = [row * this.#words, otherRow * this.#words];
    for (let word = 0; word < this.#words; word++) {
      if ((this.#word(to + word) & other.#word(from + word)) !== 0) return true;
    }
    return false;
  }

  #combine(row: number, other: BitTable, otherRow: number, combine: (a: number, b: number) => number): void {
    const [to, from] = [row * this.#words, otherRow * this.#words];
    for (let word = 0; word < this.#words; word++) {
      this.#bits[to + word] = combine(this.#word(to + word), other.#word(from + word));
    }
  }

  #word(at: number): number {
    // Rows and columns are positions of nodes: always inside.
    return this.#bits[at] as number;
  }
}
