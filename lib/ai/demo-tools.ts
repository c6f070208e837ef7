import type { ModelMessage, ModelTool, ModelToolResult } from "./calls.ts";

/** Words that say nothing of what a tool is for. */
const empty = new Set(
  "the and for with from that this into what when where which are was has have its your you all any get gets find finds give gives look looks use tool about one them they".split(
    " ",
  ),
);

/**
 * The tool that a question speaks of and that was not used for it yet: all words of its name are in the question, or two of its
 * description. A real model weighs what it reads; this only compares words.
 */
export function toolSpokenOf(
  tools: readonly ModelTool[],
  asked: string,
  messages: readonly ModelMessage[],
): ModelTool | undefined {
  const words = stems(asked);
  const used = usedTools(messages);
  return tools.find(({ name, description }) => {
    if (used.has(name)) return false;
    const named = [...stems(name)].filter((word) => !empty.has(word));
    const described = [...stems(description)].filter((word) => !empty.has(word) && words.has(word));
    return (named.length > 0 && named.every((word) => words.has(word))) || described.length >= 2;
  });
}

function usedTools(messages: readonly ModelMessage[]): Set<string> {
  return new Set(
    sinceAsked(messages)
      .flatMap((one) => (one.role === "assistant" ? (one.toolCalls ?? []) : []))
      .map(({ name }) => name),
  );
}

/** What tools gave since the last question. */
export function resultsSinceAsked(messages: readonly ModelMessage[]): ModelToolResult[] {
  return sinceAsked(messages).flatMap((one) => (one.role === "tool" ? one.results : []));
}

function sinceAsked(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  return messages.slice(messages.findLastIndex(({ role }) => role === "user") + 1);
}

/** Words by their beginnings: endings differ more than what words are about. */
function stems(text: string): Set<string> {
  const words = text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .match(/[\p{L}\p{N}]{3,}/gu);
  return new Set((words ?? []).map((word) => (empty.has(word) ? word : word.slice(0, 5))));
}
