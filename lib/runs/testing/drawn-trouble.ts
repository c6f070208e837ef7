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
  crashes: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.tuple(crash) },
    { weight: 1, arbitrary: fc.tuple(crash, crash) },
  ),
  enterAt: sometimes(fc.integer({ min: 1, max: 40 }), 3),
  rests: fc.boolean(),
});
