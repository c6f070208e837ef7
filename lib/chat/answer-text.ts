import { isJsonObject, type Json } from "../engine/json.ts";

/** What of an answer is shown: its text (Markdown), and the sources it names itself. */
export interface AnswerText {
  text: string;
  /** Null where it names none: then they are what the run has found. */
  citations: readonly Json[] | null;
}

/**
 * What a workflow answers in a chat, of the body that it responded with or of its output: a text, or the `text` of an object.
 * Anything else is shown as it is.
 */
export function answerText(answer: Json): AnswerText {
  if (answer === null) return { text: "", citations: null };
  if (typeof answer === "string") return { text: answer, citations: null };
  if (isJsonObject(answer) && typeof answer.text === "string")
    return { text: answer.text, citations: Array.isArray(answer.citations) ? answer.citations : null };
  return { text: `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\``, citations: null };
}
