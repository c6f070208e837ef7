import { z } from "zod";
import { contract } from "../contract.ts";
import { idSchema, instant } from "../schemas.ts";
import { workflowParams } from "./workflows.ts";

const tag = "Workflows";

const listenerId = z.string().regex(/^[\w-]{1,64}$/);

export const testListenerSchema = z.object({
  address: z
    .string()
    .describe("Path that the webhooks of the draft have their own paths below, while somebody listens.")
    .nullable(),
  listeningUntil: instant.nullable().describe("Null while nobody listens."),
  listenerId: listenerId.nullable().describe("Who listens, as they called themselves when they began."),
  lastRunId: idSchema("run").nullable().describe("The run of the call that came last."),
});
export type TestListener = z.infer<typeof testListenerSchema>;

export const getTestListener = contract({
  name: "getTestListener",
  method: "GET",
  path: "/workflows/:id/test-listener",
  summary: "Whether somebody listens for test calls, and where they go",
  tag,
  permission: "runs:write",
  params: workflowParams,
  status: 200,
  result: testListenerSchema,
});

export const startTestListener = contract({
  name: "startTestListener",
  method: "PUT",
  path: "/workflows/:id/test-listener",
  summary: "Listen for test calls of the draft's webhooks for ten minutes; asked again, ten minutes from then",
  tag,
  permission: "runs:write",
  params: workflowParams,
  query: z.strictObject({
    listenerId: listenerId.describe("What the caller calls itself; who asked last is the one that listens.").optional(),
  }),
  status: 200,
  result: testListenerSchema,
});

export const stopTestListener = contract({
  name: "stopTestListener",
  method: "DELETE",
  path: "/workflows/:id/test-listener",
  summary: "Stop listening; the address stays the same for the next time",
  tag,
  permission: "runs:write",
  params: workflowParams,
  query: z.strictObject({
    listenerId: listenerId.describe("Only if it is still this one that listens. Left out: whoever it is.").optional(),
  }),
  status: 200,
  result: testListenerSchema,
});
