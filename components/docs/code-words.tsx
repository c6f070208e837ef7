import { InlineCode } from "./prose.tsx";

/** A sentence with words between backticks set as code. */
export function CodeWords({ text }: { text: string }) {
  return text.split("`").map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place
    i % 2 === 1 ? <InlineCode key={i}>{part}</InlineCode> : part,
  );
}
