import { z } from "zod";
import { contract } from "../contract.ts";
import { idSchema, instant } from "../schemas.ts";
import { workflowParams } from "./workflows.ts";

const tag = "Workflows";

export const rememberedSchema = z.object({
  id: idSchema("mem"),
  nodeId: z.string().describe("The agent that remembers it."),
  key: z.string().describe("As the agent was given it."),
  exchanges: z.int().describe("How many questions with their answers are kept."),
  updatedAt: instant,
});
export type Remembered = z.infer<typeof rememberedSchema>;

export const listAgentMemory = contract({
  name: "listAgentMemory",
  method: "GET",
  path: "/workflows/:id/memory",
  summary: "Conversations that the agents of a workflow remember, the latest 200 first",
  tag,
  permission: "runs:read",
  params: workflowParams,
  status: 200,
  result: z.object({ items: z.array(rememberedSchema) }),
});

export const forgetAgentMemory = contract({
  name: "forgetAgentMemory",
  method: "DELETE",
  path: "/workflows/:id/memory",
  summary: "Forget all conversations of a workflow",
  tag,
  permission: "workflows:write",
  params: workflowParams,
  status: 204,
});

export const forgetAgentConversation = contract({
  name: "forgetAgentConversation",
  method: "DELETE",
  path: "/workflows/:id/memory/:conversationId",
  summary: "Forget one conversation",
  tag,
  permission: "workflows:write",
  params: workflowParams.extend({ conversationId: idSchema("mem") }),
  status: 204,
});
