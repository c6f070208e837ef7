import fc from "fast-check";
import { expect, test } from "vitest";
import { metrics } from "../../../base-settings.ts";
import { type BlockBatch, ExactBlock } from "./block.ts";
import { type Kernel, openKernel } from "./kernel.ts";
import { RoughCopies } from "./rough-copies.ts";

/** Enough for a block to make copies. */
const ROWS = 2_100;
const kernel = openKernel() as Kernel;

/** Numbers that are the same with the same seed; V8's cannot be told where to begin. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How the numbers of a drawn vector come about, from the harmless to the largest and smallest that there are. */
const kinds: readonly ((random: () => number) => number)[] = [
  (random) => random() * 2 - 1,
  // Few values: many rows are the same.
  (random) => Math.floor(random() * 3) - 1,
  () => 0,
  () => 0.25,
  // One of them weighs more than all others.
  (random) => (random() < 0.02 ? 1_000 : random() * 1e-3),
  (random) => Math.floor(random() * 5) * 1.4e-45,
  (random) => (random() * 2 - 1) * 1e-41,
  (random) => (random() * 2 - 1) * 3.4e38,
  // Far from everything, near to each other.
  (random) => 1_000 + random() * 1e-4,
];

interface Drawn {
  seed: number;
  dimensions: number;
  documents: number;
  kinds: number[];
}

const drawn = fc.record({
  seed: fc.nat(),
  dimensions: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(64, 384)),
  documents: fc.integer({ min: 1, max: 30 }),
  kinds: fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 4 }),
});

function vectorOf(random: () => number, { dimensions, kinds: chosen }: Drawn): Float32Array {
  const number = kinds[chosen[Math.floor(random() * chosen.length)] as number] as (typeof kinds)[number];
  return Float32Array.from({ length: dimensions }, () => number(random));
}

function batchOf(random: () => number, of: Drawn, count: number, seq: number): BlockBatch {
  const vectors = new Float32Array(count * of.dimensions);
  for (let row = 0; row < count; row += 1) vectors.set(vectorOf(random, of), row * of.dimensions);
  return {
    // Not in the order they come in: of two that are as near, the smaller id is first.
    ids: Array.from({ length: count }, (_, row) => `chk_${(row * 7_919) % count}_${seq}`),
    documentIds: Array.from({ length: count }, (_, row) => `doc_${Math.floor((row * of.documents) / count)}`),
    seqs: Array.from({ length: count }, () => seq),
    vectors,
  };
}

test.each(metrics)("%s: what copies leave out is never among the nearest", (metric) => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 1, max: 50 }), (of, count) => {
      const random = numbers(of.seed);
      const both = [
        new ExactBlock(metric, of.dimensions, kernel),
        new ExactBlock(metric, of.dimensions, null),
      ] as const;
      const [fast, plain] = both;
      const agree = (documents: string[] | null) => {
        const query = vectorOf(random, of);
        expect(fast.search(query, count, documents)).toEqual(plain.search(query, count, documents));
      };
      const some = Array.from({ length: of.documents }, (_, n) => `doc_${n}`).filter(() => random() < 0.5);
      for (const block of both) block.add(batchOf(numbers(of.seed), of, ROWS, 1));
      agree(null);
      agree([...some, "doc_unknown"]);
      // The same ids with other vectors, more of them, and then some documents gone.
      for (const block of both) block.add(batchOf(numbers(of.seed + 1), of, 300, 1));
      for (const block of both) block.add(batchOf(numbers(of.seed + 2), of, 100, 2));
      agree(null);
      for (const block of both) block.keep(new Map(some.map((id, n) => [id, n % 3 === 0 ? 2 : 1])));
      agree(null);
      agree(some);
      expect(fast.count).toBe(plain.count);
      fast.release();
    }),
    { numRuns: 30 },
  );
});

test("a block gives its memory back, as it loses rows and as it goes", () => {
  const held = new Set<number>();
  const watched: Kernel = {
    ...kernel,
    takePage() {
      const page = kernel.takePage();
      held.add(page);
      return page;
    },
    givePage(page) {
      held.delete(page);
      kernel.givePage(page);
    },
  };
  const of: Drawn = { seed: 7, dimensions: 384, documents: 2, kinds: [0] };
  const block = new ExactBlock("cosine", of.dimensions, watched);
  block.add(batchOf(numbers(1), of, ROWS, 1));
  const pages = Math.ceil(ROWS / Math.floor(65_536 / 384));
  expect(held.size).toBe(pages);
  expect(block.bytes).toBeGreaterThan(ROWS * 384 * 5);
  const kept = [...held];
  block.keep(new Map([["doc_0", 1]]));
  expect(held.size).toBe(Math.ceil(pages / 2));
  block.release();
  expect(held.size).toBe(0);
  const bytes = kernel.bytes();
  for (const page of kept) expect(bytes.subarray(page, page + 65_536).some((byte) => byte !== 0)).toBe(false);
});

test("few rows are worth comparing", () => {
  const of: Drawn = { seed: 3, dimensions: 384, documents: 1, kinds: [0] };
  const random = numbers(of.seed);
  const copies = new RoughCopies(kernel, of.dimensions, { byDistance: false });
  for (let row = 0; row < ROWS; row += 1) copies.set(row, vectorOf(random, of));
  const rows = copies.candidates(vectorOf(random, of), 10, [{ from: 0, to: ROWS }]);
  expect(rows.length).toBeGreaterThanOrEqual(10);
  expect(rows.length).toBeLessThan(40);
  copies.release();
});

test("no sum leaves 32 bits, however wide the vectors are", () => {
  const dimensions = 4_096;
  const all = (value: number) => new Float32Array(dimensions).fill(value);
  const copies = new RoughCopies(kernel, dimensions, { byDistance: false });
  for (const [row, value] of [-1, 1, 0.5].entries()) copies.set(row, all(value));
  for (const scale of [1, 1e-3, 1e30]) expect(copies.candidates(all(scale), 1, [{ from: 0, to: 3 }])).toEqual([1]);
  copies.release();
});
