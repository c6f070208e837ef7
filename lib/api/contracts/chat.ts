import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { contract } from "../contract.ts";
import { page, pageQuery } from "../paging.ts";
import { idSchema, instant, nameSchema, plainText } from "../schemas.ts";

const tag = "Chat";

export const chatSchema = z.object({
  workflowId: idSchema("wf"),
  model: z.string().describe("What `/api/openai/v1` knows it as; it stays when the workflow is renamed."),
  title: z.string(),
  greeting: z.string(),
  suggestions: z.array(z.string()),
});
export type Chat = z.infer<typeof chatSchema>;

export const conversationSchema = z.object({
  id: idSchema("cnv"),
  title: z.string().describe("What was asked first, until somebody names it."),
  workflowId: idSchema("wf").nullable().describe("Null once the workflow was deleted for good."),
  chatTitle: z.string().nullable().describe("Of the chat it is held with; null when there is none any more."),
  isOpen: z.boolean().describe("Whether more can be asked: the chat is published and not paused."),
  createdAt: instant,
  updatedAt: instant.describe("When something was asked last."),
});
export type Conversation = z.infer<typeof conversationSchema>;

const pages = z.object({ from: z.number(), to: z.number() }).nullable();
export const sourceSchema = z.object({
  number: z.number().describe("What `[1]` in the text points at."),
  name: z.string(),
  documentId: z.string().nullable(),
  from: z.number().nullable().describe("Where the passage begins in the document's text."),
  url: z.string().nullable(),
  headings: z.array(z.string()),
  pages,
  text: z.string().describe("The passage."),
  context: z.string().describe("What stands around it, with the passage in it."),
});

export const toolCallSchema = z.object({
  path: z.string(),
  name: z.string(),
  sent: z.string(),
  got: z.string(),
  ms: z.number(),
  state: z.enum(["done", "failed"]),
});

const planSchema = z
  .object({
    responds: z.array(z.string()),
    writers: z.array(z.string()).describe("Keys of nodes whose text, in the run's `delta` events, is the answer's."),
    isVerbatim: z.boolean(),
    shown: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(["agent", "search"]) })),
  })
  .nullable()
  .describe("How an answer under way is read from the events of its run; null for all others.");

export const answerSchema = z.object({
  id: idSchema("msg"),
  runId: idSchema("run").nullable().describe("Null where its run could not be started: ask again."),
  state: z
    .enum(["unsent", "running", "waiting", "done", "failed", "stopped"])
    .describe("`waiting`: the run waits for somebody, or for a time."),
  text: z.string().describe("Markdown. Of one that was stopped or has failed: what was written until then."),
  sources: z.array(sourceSchema),
  tools: z.array(toolCallSchema),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  usage: z.object({ read: z.number(), written: z.number() }).nullable().describe("Tokens, where the models say."),
  isCut: z.boolean().describe("A model stopped at its limit."),
  createdAt: instant,
  plan: planSchema,
});
export type Answer = z.infer<typeof answerSchema>;

export const turnSchema = z.object({
  id: idSchema("msg").describe("Of the question."),
  question: z.string(),
  createdAt: instant,
  answers: z.array(answerSchema).describe("Oldest first; the last one counts for what is asked later."),
});
export type Turn = z.infer<typeof turnSchema>;

const params = z.object({ id: idSchema("cnv") });
const messageParams = z.object({ id: idSchema("cnv"), messageId: idSchema("msg") });
const starts = ["chat_closed", "answer_under_way", "version_not_runnable", "queue_full"] as const;

export const listChats = contract({
  name: "listChats",
  method: "GET",
  path: "/chats",
  summary: "Published workflows that one can chat with, by title",
  tag,
  permission: "runs:read",
  status: 200,
  result: z.object({ items: z.array(chatSchema) }),
});

export const listConversations = contract({
  name: "listConversations",
  method: "GET",
  path: "/conversations",
  summary: "Your own conversations, the one spoken in last first",
  tag,
  permission: "runs:read",
  query: z.strictObject({ ...pageQuery, search: plainText(200).optional().describe("Words of a title or question.") }),
  status: 200,
  result: page(conversationSchema),
});

export const createConversation = contract({
  name: "createConversation",
  method: "POST",
  path: "/conversations",
  summary: "Begin a conversation; it is listed once something was asked",
  tag,
  permission: "runs:write",
  body: z.strictObject({ workflowId: idSchema("wf") }),
  status: 201,
  problems: ["chat_closed"],
  result: conversationSchema,
});

export const getConversation = contract({
  name: "getConversation",
  method: "GET",
  path: "/conversations/:id",
  summary: "A conversation of your own, with all that was said",
  tag,
  permission: "runs:read",
  params,
  status: 200,
  result: z.object({ conversation: conversationSchema, turns: z.array(turnSchema) }),
});

export const updateConversation = contract({
  name: "updateConversation",
  method: "PATCH",
  path: "/conversations/:id",
  summary: "Rename a conversation",
  tag,
  permission: "runs:write",
  params,
  body: z.strictObject({ title: nameSchema }),
  status: 200,
  result: conversationSchema,
});

export const deleteConversation = contract({
  name: "deleteConversation",
  method: "DELETE",
  path: "/conversations/:id",
  summary: "Delete a conversation; an answer under way is stopped, its runs stay",
  tag,
  permission: "runs:write",
  params,
  status: 204,
  idempotency: "refused",
});

export const sendMessage = contract({
  name: "sendMessage",
  method: "POST",
  path: "/conversations/:id/messages",
  summary: "Ask something; answered once question and run are stored. The same `Idempotency-Key` asks once",
  tag,
  permission: "runs:write",
  params,
  body: z.strictObject({
    text: plainText(limits.chatMessageCharacters)
      .trim()
      .refine((text) => text !== "", "Write something."),
  }),
  status: 201,
  problems: starts,
  result: turnSchema,
  idempotency: "handler",
});

export const retryMessage = contract({
  name: "retryMessage",
  method: "POST",
  path: "/conversations/:id/messages/:messageId/retry",
  summary: "Ask the last question again, by the published version of today; the answer before stays beside it",
  tag,
  permission: "runs:write",
  params: messageParams,
  status: 201,
  problems: [...starts, "not_last_question"],
  result: turnSchema,
  idempotency: "handler",
});

export const stopAnswer = contract({
  name: "stopAnswer",
  method: "POST",
  path: "/conversations/:id/messages/:messageId/stop",
  summary: "Stop an answer: its run is cancelled, what was written is kept",
  tag,
  permission: "runs:write",
  params: messageParams,
  status: 200,
  result: answerSchema,
  idempotency: "refused",
});
