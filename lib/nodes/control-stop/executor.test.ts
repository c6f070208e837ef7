import { expect, test } from "vitest";
import { runNode } from "../testing.ts";
import executor from "./executor.ts";

test("fails with its message and code", async () => {
  const config = { message: "Order {{ input.no }} has no address.", code: "order_invalid" };
  await expect(runNode(executor, { config, input: { no: 7 } })).rejects.toMatchObject({
    code: "order_invalid",
    message: "Order 7 has no address.",
    retry: "never",
  });
  await expect(runNode(executor, { config: {} })).rejects.toMatchObject({
    code: "stopped",
    message: "The workflow was stopped here.",
  });
});

test("a code that programs could not go by is refused", async () => {
  await expect(runNode(executor, { config: { code: "Not found!" } })).rejects.toThrow(/small letters/);
});
