/** A passage taken apart as it is shown. */
export interface PassageText {
  /** What it repeats of the passage before. */
  shared: string;
  title: string | null;
  paragraphs: readonly string[];
}

/** The title above a passage is shown as one, whether the passage begins with it or the titles alone say it. */
export function passageText(chunk: { text: string; shared: number; headings: readonly string[] }): PassageText {
  const shared = chunk.text.slice(0, chunk.shared).trim();
  const own = chunk.text.slice(chunk.shared).trim();
  const heading = chunk.headings.at(-1) ?? null;
  const [first = "", ...rest] = own.split("\n");
  const opens =
    heading !== null &&
    first
      .replace(/^#+\s*/, "")
      .replace(/[*_`]/g, "")
      .trim() === heading;
  const body = opens ? rest.join("\n") : own;
  return {
    shared,
    title: heading,
    paragraphs: body
      .split(/\n[^\S\n]*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== ""),
  };
}
