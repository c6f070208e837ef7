import { z } from "zod";
import { plainText, wholeNumber } from "../config-schemas.ts";
import { defineNode } from "../define.ts";

const MOST_SUGGESTIONS = 6;

const shortText = (most: number) => plainText.refine((text) => text.length <= most, `At most ${most} characters.`);

export const definition = defineNode({
  type: "trigger.chat",
  version: 1,
  title: "Chat message",
  summary: "When a member asks in this workflow's chat, or a program asks it as a model.",
  category: "trigger",
  keywords: ["chat", "conversation", "assistant", "bot", "message", "ask", "question", "openai", "copilot"],
  effect: "pure",
  inputs: [],
  ports: ["out"],
  config: z.strictObject({
    title: shortText(120).default(""),
    greeting: shortText(2_000).default(""),
    suggestions: z
      .array(shortText(200), { error: "Give a list of questions." })
      .max(MOST_SUGGESTIONS, `At most ${MOST_SUGGESTIONS} suggestions.`)
      .default([]),
    remember: wholeNumber({ min: 0, max: 100, message: "Give a whole number from 0 to 100." }).default(20),
  }),
  defaults: { title: "", greeting: "", suggestions: [], remember: 20 },
  fields: {
    title: {
      widget: "text",
      label: "Name of the chat",
      help: "What people see it under. Unless set, the workflow's name.",
      placeholder: "Support helper",
    },
    greeting: {
      widget: "text",
      label: "Greeting",
      help: "Stands where a new chat is still empty.",
      placeholder: "Ask me about orders, parcels and warranty.",
    },
    suggestions: {
      widget: "list",
      label: "Suggestions",
      help: `Questions to begin with, ${MOST_SUGGESTIONS} at most. A click asks them.`,
      placeholder: "Is a broken zip covered?",
    },
    remember: {
      widget: "number",
      label: "Remembers",
      help: "How many questions before this one, with their answers, the workflow is given as history.",
      unit: "questions",
      advanced: true,
    },
  },
  output: z.object({
    message: z.string(),
    conversationId: z.string().nullable(),
    history: z.array(z.object({ role: z.enum(["user", "assistant", "system"]), text: z.string() })),
  }),
  describe: ({ title }) => (typeof title === "string" && title.trim() !== "" ? title.trim() : "A chat for members"),
  trigger: "chat",
});
