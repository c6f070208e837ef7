import { expect, test } from "vitest";
import { complaintAbout, runNode } from "../testing.ts";
import { definition } from "./definition.ts";
import executor from "./executor.ts";

test("gives the message with what was said before", async () => {
  const input = {
    message: "And by post?",
    conversationId: "cnv_1",
    history: [
      { role: "user", text: "Is it covered?" },
      { role: "assistant", text: "Yes." },
    ],
  };
  expect(await runNode(executor, { config: {}, input })).toEqual({ port: "out", output: input });
});

test("says on its card what the chat is called", () => {
  expect(definition.describe?.({})).toBe("A chat for members");
  expect(definition.describe?.({ title: " Support helper " })).toBe("Support helper");
});

test.each([
  [{ suggestions: Array.from({ length: 7 }, () => "Why?") }, /^suggestions: At most 6/],
  [{ suggestions: "Why?" }, /^suggestions: Give a list/],
  [{ remember: 101 }, /^remember: Give a whole number/],
  [{ greeting: "a".repeat(2_001) }, /^greeting: At most 2000/],
])("%j is refused with a reason", (config, reason) => {
  expect(complaintAbout(definition, config)).toMatch(reason);
  expect(complaintAbout(definition, { suggestions: ["Why?"], remember: "5" })).toBeNull();
});
