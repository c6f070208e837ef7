const PIECE_BYTES = 65_536;

/** Vectors by row, in pieces: more of them need no second copy while they grow, and no room for what may never come. */
export class VectorRows {
  readonly #dimensions: number;
  readonly #rowsPerPiece: number;
  readonly #pieces: Float32Array[] = [];

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#rowsPerPiece = Math.max(1, Math.floor(PIECE_BYTES / 4 / dimensions));
  }

  get bytes(): number {
    return this.#pieces.length * this.#rowsPerPiece * this.#dimensions * 4;
  }

  /** The piece that holds a row, which begins there `at` its place. */
  piece(row: number): Float32Array {
    return this.#pieces[Math.floor(row / this.#rowsPerPiece)] as Float32Array;
  }

  at(row: number): number {
    return (row % this.#rowsPerPiece) * this.#dimensions;
  }

  get(row: number): Float32Array {
    return this.piece(row).subarray(this.at(row), this.at(row) + this.#dimensions);
  }

  /** @param row one that is there, or the next */
  set(row: number, vector: Float32Array): void {
    if (row === this.#pieces.length * this.#rowsPerPiece) {
      this.#pieces.push(new Float32Array(this.#rowsPerPiece * this.#dimensions));
    }
    this.get(row).set(vector);
  }

  /** The last row takes the place of this one, or just goes. */
  replaceByLast(row: number, last: number): void {
    if (row !== last) this.get(row).set(this.get(last));
    // What was dropped is not kept in memory either.
    if (last % this.#rowsPerPiece === 0) this.#pieces.pop();
    else this.get(last).fill(0);
  }
}
