import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFormats, type Formats } from "./formats.ts";

let formats: Formats;
const never = new AbortController().signal;
beforeAll(() => {
  formats = createFormats();
});
afterAll(() => formats.close());

it("reads a text of many rows on a thread of its own, while this one goes on", async () => {
  const text = `a,b\n${"1,2\n".repeat(200_000)}`;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  delay.enable();
  const rows = (await formats.convert("csv.parse", text, {}, never)) as unknown[];
  clearInterval(timer);
  expect(rows).toHaveLength(200_000);
  // On this thread it would have had no turn at all.
  expect(turns).toBeGreaterThan(5);
});

it("says where a text breaks", async () => {
  await expect(formats.convert("json.parse", '{"a"', {}, never)).rejects.toMatchObject({
    code: "invalid_input",
    details: { line: 1, column: 5 },
  });
});

it("a thread that runs out of memory fails its conversion only", async () => {
  const small = createFormats({ memoryMb: 32 });
  const bomb = `[${"[[],[]],".repeat(1_000_000)}1]`;
  await expect(small.convert("json.parse", bomb, {}, never)).rejects.toMatchObject({ code: "quota" });
  expect(await small.convert("json.parse", "[1]", {}, never)).toEqual([1]);
  await small.close();
});

it("stops when it is told to", async () => {
  const controller = new AbortController();
  const conversion = formats.convert("csv.parse", `a\n${"1\n".repeat(2_000_000)}`, {}, controller.signal);
  controller.abort(new Error("enough"));
  await expect(conversion).rejects.toThrow("enough");
});
