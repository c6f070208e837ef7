import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

test("gives what it was started with", async () => {
  expect(await runNode(executor, { config: {}, input: { name: "Lena" } })).toEqual({
    port: "out",
    output: { name: "Lena" },
  });
});

test("says on its card what it takes", () => {
  expect(definition.describe?.({})).toBe("Run button or API");
  const inputSchema = { type: "object", properties: { name: {}, email: {} } };
  expect(definition.describe?.({ inputSchema })).toBe("Takes name, email");
});
