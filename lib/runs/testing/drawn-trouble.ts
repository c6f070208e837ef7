import fc from "fast-check";
import type { Trouble } from "./drawn-walk.ts";

const crash = fc.record({
  write: fc.integer({ min: 1, max: 25 }),
  when: fc.constantFrom("before" as const, "after" as const),
});
const sometimes = <T>(what: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(null) }, { weight, arbitrary: what });

/** Nothing, one thing or several at once. */
export const drawnTrouble: fc.Arbitrary<Trouble> = fc.record({
  cancelAt: sometimes(fc.integer({ min: 1, max: 60 }), 3),
  crashes: sometimes(fc.array(crash, { minLength: 1, maxLength: 2 }), 4).map((drawn) => drawn ?? []),
  enterAt: sometimes(fc.integer({ min: 1, max: 40 }), 3),
  rests: fc.boolean(),
  cancelAtEnd: fc.integer({ min: 0, max: 11 }).map((drawn) => drawn === 0),
});
