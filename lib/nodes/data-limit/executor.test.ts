import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/json.ts";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test.each<[config: JsonObject, output: number[]]>([
  [{ count: 2 }, [1, 2]],
  [{ count: 2, skip: 1 }, [2, 3]],
  [{ count: "2", from: "end" }, [3, 4]],
  [{ count: 2, skip: 1, from: "end" }, [2, 3]],
  [{ count: 0 }, []],
  [{ count: 9 }, [1, 2, 3, 4]],
  [{ count: 9, from: "end" }, [1, 2, 3, 4]],
  [{ count: 2, skip: 9 }, []],
  [{ count: 2, skip: 9, from: "end" }, []],
])("%j keeps %j", async (config, output) => {
  const run = runNode(executor, { config: { items: "{{ input }}", ...config }, input: [1, 2, 3, 4] });
  expect((await run).output).toEqual(output);
});

test("a count that is none is refused", async () => {
  await expect(runNode(executor, { config: { items: "{{ [] }}", count: -1 } })).rejects.toThrow(/whole number/);
});
