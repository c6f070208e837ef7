// Four sums at once: the processor adds them side by side.
/** Of the query and the vector that begins there. */
export function product(query: Float32Array, vectors: Float32Array, at: number): number {
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

export function squaredDistance(query: Float32Array, vectors: Float32Array, at: number): number {
  let sum = 0;
  for (let n = 0; n < query.length; n += 1) {
    const difference = (query[n] as number) - (vectors[at + n] as number);
    sum += difference * difference;
  }
  return sum;
}

export function lengthOf(vector: Float32Array): number {
  return Math.sqrt(product(vector, vector, 0));
}

/** Of length 1; a vector of zeros stays one, and is near to nothing. */
export function normalised(vector: Float32Array): Float32Array {
  const length = lengthOf(vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
