import type { ModelMessage } from "../calls.ts";
import type { Question } from "../spoken.ts";

/** Everything of a question that is read as text, piece by piece: what is counted before a provider has counted it. */
export function textsOf({ system = "", messages, tools = [] }: Question): string[] {
  return [system, ...tools.map((tool) => JSON.stringify(tool)), ...messages.flatMap(messageTexts)];
}

export function imagesOf(message: ModelMessage) {
  return message.role === "user" ? (message.images ?? []) : [];
}

function messageTexts(message: ModelMessage): string[] {
  switch (message.role) {
    case "user":
      return [message.text];
    case "assistant":
      return [
        message.text,
        ...[...(message.toolCalls ?? []), ...(message.thoughts ?? [])].map((one) => JSON.stringify(one)),
      ];
    case "tool":
      return message.results.map((result) => JSON.stringify(result));
  }
}
