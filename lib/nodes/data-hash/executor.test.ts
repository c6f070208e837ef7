import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../engine/json.ts";
import { algorithms, encodings } from "../digest-options.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

const hash = async (config: JsonObject, input: Json = null) =>
  ((await runNode(executor, { config: { value: "{{ input }}", ...config }, input })).output as { hash: string }).hash;

test.each(algorithms.flatMap((algorithm) => encodings.map((encoding) => [algorithm, encoding] as const)))(
  "%s as %s is what everybody else computes",
  async (algorithm, encoding) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        expect(await hash({ algorithm, encoding }, text)).toBe(createHash(algorithm).update(text).digest(encoding));
      }),
      { numRuns: 20 },
    );
  },
);

test("equal values have equal hashes, whatever the order of their names", async () => {
  expect(await hash({}, { a: 1, b: [{ c: 2, d: 3 }] })).toBe(await hash({}, { b: [{ d: 3, c: 2 }], a: 1 }));
  expect(await hash({}, { a: 1 })).not.toBe(await hash({}, { a: 2 }));
});
