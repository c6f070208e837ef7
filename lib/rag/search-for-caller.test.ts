import { expect, test } from "vitest";
import type { Caller } from "../auth/caller.ts";
import type { Knowledge } from "./knowledge.ts";
import { searchSchema } from "./retrieval/search-options.ts";
import { searchForCaller } from "./search-for-caller.ts";

const failing = (error: Error) => ({ search: () => Promise.reject(error) }) as unknown as Knowledge;
const caller: Caller = {
  userId: "usr_1",
  workspaceId: "ws_1",
  role: "owner",
  scopes: null,
  by: { kind: "session", sessionId: "ses_1" },
};
const ask = (error: Error) =>
  searchForCaller(failing(error), caller, "kb_1", searchSchema.parse({ query: "x" }), new AbortController().signal);

test("what the host throws is known by its shape: bundles hold classes of their own", async () => {
  const foreign = Object.assign(new Error("The model cannot be reached."), { name: "NodeError", code: "network" });
  await expect(ask(foreign)).rejects.toMatchObject({ name: "AppError", code: "search_failed", status: 503 });
  await expect(ask(new Error("Something else."))).rejects.toThrow("Something else.");
});
