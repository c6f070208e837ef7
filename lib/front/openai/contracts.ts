import { z } from "zod";
import { contract } from "../../api/contract.ts";
import { plainText } from "../../api/schemas.ts";

/** The operations of `/api/openai/v1`: OpenAI's own, so they are no part of the OpenAPI document. */

const tag = "OpenAI";
const MOST_MESSAGES = 2_000;
const MOST_CHARACTERS = 500_000;

const text = plainText(MOST_CHARACTERS);
const textPart = z.looseObject({
  type: z.literal("text", "Only parts of the type text are taken."),
  text,
});
const content = z.union([text, z.array(textPart).min(1)], {
  error: "Give a text, or a list of parts of the type text. Images, sounds and files are not taken.",
});
const noTools = "Tools of the program are not taken: the workflow has its own.";

const messageSchema = z.looseObject({
  role: z.enum(
    ["system", "developer", "user", "assistant"],
    `Messages come from system, developer, user or assistant. ${noTools}`,
  ),
  content,
  tool_calls: z.array(z.unknown()).max(0, noTools).nullish(),
});

/** What would change the answer's form is refused; how a model is to write (temperature …) the workflow decides. */
const completionSchema = z.looseObject({
  model: z.string("Name a chat workflow.").min(1, "Name a chat workflow.").max(200),
  messages: z
    .array(messageSchema, "Give the list of messages.")
    .min(1, "Give at least one message.")
    .max(MOST_MESSAGES, `At most ${MOST_MESSAGES} messages.`)
    .refine(
      (messages) => messages.at(-1)?.role === "user",
      "The last message has to be the user's: it is what is asked.",
    ),
  stream: z.boolean("Say true or false.").nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean("Say true or false.").nullish() }).nullish(),
  n: z.literal(1, "A workflow gives one answer.").nullish(),
  tools: z.array(z.unknown()).max(0, noTools).nullish(),
  functions: z.array(z.unknown()).max(0, noTools).nullish(),
  response_format: z
    .looseObject({ type: z.literal("text", "Only text is given: the workflow decides what it holds.") })
    .nullish(),
  modalities: z.array(z.literal("text", "Only text is given.")).nullish(),
  logprobs: z.literal(false, "Probabilities are not known.").nullish(),
});
export type CompletionRequest = z.output<typeof completionSchema>;

export const createCompletion = contract({
  name: "createCompletion",
  method: "POST",
  path: "/openai/v1/chat/completions",
  summary: "Ask a chat workflow as a model",
  tag,
  permission: "runs:write",
  body: completionSchema,
  status: 200,
  idempotency: "handler",
});

export const listModels = contract({
  name: "listModels",
  method: "GET",
  path: "/openai/v1/models",
  summary: "Chat workflows as models",
  tag,
  permission: "runs:write",
  status: 200,
  result: z.object({ object: z.literal("list"), data: z.array(z.unknown()) }),
});

export const getModel = contract({
  name: "getModel",
  method: "GET",
  path: "/openai/v1/models/:model",
  summary: "One chat workflow as a model",
  tag,
  permission: "runs:write",
  params: z.object({ model: z.string().min(1).max(200) }),
  status: 200,
  result: z.unknown(),
});
