import { kernelBytes } from "./kernel-bytes.ts";

/** Memory is given out in pieces of this many bytes. */
export const PAGE_BYTES = 65_536;
/** The first page: the query's codes, then the products of one page of rows. */
const QUERY_AT = 0;
const OUT_AT = PAGE_BYTES / 2;
/** Numbers of a query at most, 16 bits each. */
export const KERNEL_WIDTH = PAGE_BYTES / 4;
/** Grown by this many pages at once, and by a part of what there is. */
const GROWTH_PAGES = 16;

/**
 * The memory and the one function of `kernel.wat`. All blocks share it: an engine reserves gigabytes of addresses for each memory
 * of its own, and has only so many.
 */
export interface Kernel {
  /** Where a page of zeros begins. */
  takePage(): number;
  givePage(at: number): void;
  /** Bytes of the memory, until the next page is taken. */
  bytes(): Int8Array;
  /** The query that `dots` compares with. */
  setQuery(codes: Int16Array): void;
  /** Products of the query and `count` rows of `width` bytes, which stand in one page; until the next call. */
  dots(at: number, count: number, width: number): Int32Array;
}

/** Null where the engine has no WebAssembly, or none with vectors: everything is compared in JavaScript then. */
export function openKernel(): Kernel | null {
  const code = Buffer.from(kernelBytes, "base64");
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(code)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  // What kernel.wat exports.
  const { memory, dots } = exports as unknown as {
    memory: WebAssembly.Memory;
    dots(query: number, row: number, count: number, width: number, out: number): void;
  };
  const free: number[] = [];
  let bytes = new Int8Array(memory.buffer);
  let out = new Int32Array(memory.buffer, OUT_AT);

  function grow(): void {
    const pages = Math.max(GROWTH_PAGES, Math.ceil(bytes.length / PAGE_BYTES / 8));
    const first = memory.grow(pages);
    bytes = new Int8Array(memory.buffer);
    out = new Int32Array(memory.buffer, OUT_AT);
    for (let page = first + pages - 1; page >= first; page -= 1) free.push(page * PAGE_BYTES);
  }

  return {
    takePage() {
      if (free.length === 0) grow();
      return free.pop() as number;
    },
    givePage(at) {
      // What was dropped is not kept in memory either.
      bytes.fill(0, at, at + PAGE_BYTES);
      free.push(at);
    },
    bytes: () => bytes,
    setQuery: (codes) => new Int16Array(memory.buffer, QUERY_AT, codes.length).set(codes),
    dots(at, count, width) {
      if (count > 0) dots(QUERY_AT, at, count, width, OUT_AT);
      return out;
    },
  };
}
