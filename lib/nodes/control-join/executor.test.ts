import { expect, test } from "vitest";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

test("passes on what the branches made", async () => {
  const input = { stock: { left: 3 }, price: 9 };
  expect(await runNode(executor, { config: { mode: "any" }, input })).toEqual({ port: "out", output: input });
});

test("knows its modes and how many branches it can wait for", () => {
  expect(definition.config.parse({})).toEqual({ mode: "all", count: 1, cancelOthers: false });
  expect(complaintAbout(definition, { mode: "some" })).toBe("mode: Choose how to join.");
  expect(complaintAbout(definition, { mode: "count", count: 0 })).toBe("count: Wait for at least one branch.");
  expect(complaintAbout(definition, { mode: "count", count: 1.5 })).toBe("count: Give a whole number.");
});
