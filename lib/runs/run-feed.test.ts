import { expect, it } from "vitest";
import type { RunEvent } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import { afterDelta, asTextDelta } from "../engine/node-progress.ts";
import { RunFeed } from "./run-feed.ts";

/** Someone who watches a run: what a node has written so far, as they see it, and what was told in which order. */
function watch(feed: RunFeed) {
  const seen = { text: "", told: [] as (Json | string)[] };
  const stop = feed.subscribe("run_1", {
    entries: (entries) => seen.told.push(...entries.map(({ event }) => event.type)),
    delta(_, delta) {
      const written = asTextDelta(delta);
      if (written) seen.text = afterDelta(seen.text, written);
      seen.told.push(delta);
    },
  });
  return { seen, stop };
}

const done: RunEvent = { type: "node.completed", at: 1, path: "ask", ports: ["out"], ms: 1, attempt: 1, output: null };
const write = (feed: RunFeed, at: number, text: string) => feed.delta("run_1", "ask", { at, text });

it("tells what is written together, and before what the journal says next", () => {
  const feed = new RunFeed();
  const { seen } = watch(feed);
  write(feed, 0, "Once");
  write(feed, 4, " upon");
  write(feed, 9, " a time");
  expect(seen.told).toEqual([]);
  feed.committed("run_1", [{ seq: 1, event: done }]);
  expect(seen.told).toEqual([{ at: 0, text: "Once upon a time" }, "node.completed"]);
});

it("tells by itself after a moment", async () => {
  const feed = new RunFeed();
  const { seen } = watch(feed);
  write(feed, 0, "Once");
  await expect.poll(() => seen.text).toBe("Once");
  write(feed, 4, " upon");
  await expect
    .poll(() => seen.told)
    .toEqual([
      { at: 0, text: "Once" },
      { at: 4, text: " upon" },
    ]);
});

it("shows who comes late all of it, and everybody the same", async () => {
  const feed = new RunFeed();
  const early = watch(feed);
  write(feed, 0, "Once");
  write(feed, 4, " upon");
  const late = watch(feed);
  expect(late.seen.told).toEqual([{ at: 0, text: "Once upon" }]);
  write(feed, 9, " a time");
  await expect.poll(() => early.seen.text).toBe("Once upon a time");
  expect(late.seen.text).toBe("Once upon a time");
  expect(early.seen.told).toHaveLength(2);
});

it("begins anew where a node does", async () => {
  const feed = new RunFeed();
  const { seen } = watch(feed);
  write(feed, 0, "Once upon");
  await expect.poll(() => seen.text).toBe("Once upon");
  write(feed, 0, "");
  await expect.poll(() => seen.text).toBe("");
  write(feed, 0, "Good");
  await expect.poll(() => seen.text).toBe("Good");
});

it.each<[string, RunEvent]>([
  ["a node that is done", done],
  [
    "a try that failed",
    { type: "node.retrying", at: 1, path: "ask", attempt: 1, error: { code: "x", message: "" }, nextAt: 2 },
  ],
  ["a run that has ended", { type: "run.cancelled", at: 1, by: null, reason: null }],
])("forgets %s", (_, event) => {
  const feed = new RunFeed();
  write(feed, 0, "Once");
  // Others under way stay, unless the run is over.
  feed.delta("run_1", "other", { at: 0, text: "Still here" });
  feed.committed("run_1", [{ seq: 1, event }]);
  const told = watch(feed).seen.told;
  expect(told).toEqual(event.type === "run.cancelled" ? [] : [{ at: 0, text: "Still here" }]);
});

it("passes on progress of another kind as it is", () => {
  const feed = new RunFeed();
  const { seen } = watch(feed);
  feed.delta("run_1", "ask", { percent: 50 });
  expect(seen.told).toEqual([{ percent: 50 }]);
});
