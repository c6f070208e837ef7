/** A passage taken apart as it is shown. */
export interface PassageText {
  /** What it repeats of the passage before. */
  shared: string;
  title: string | null;
  parts: readonly { isHeading: boolean; text: string }[];
}

interface Given {
  text: string;
  headings: readonly string[];
}

/** The title above a passage is shown as one, whether the passage begins with it or the titles alone say it. */
export function passageText(chunk: Given & { shared: number }): PassageText {
  const shared = chunk.text.slice(0, chunk.shared).trim();
  const body = withoutTitle({ ...chunk, text: chunk.text.slice(chunk.shared) });
  return { shared, title: chunk.headings.at(-1) ?? null, parts: partsOf(body) };
}

/** A passage as words alone, under titles that are shown already. */
export function passageWords(passage: Given): string {
  return partsOf(withoutTitle(passage))
    .map(({ text }) => text)
    .join("\n");
}

function withoutTitle({ text, headings }: Given): string {
  const own = text.trim();
  const [first = "", ...rest] = own.split("\n");
  const title = (headingIn(first) ?? first).replace(/[*_`]/g, "").trim();
  return title !== "" && title === headings.at(-1) ? rest.join("\n") : own;
}

/** Headings, and the paragraphs between them. */
function partsOf(text: string): { isHeading: boolean; text: string }[] {
  const parts: { isHeading: boolean; text: string }[] = [];
  let lines: string[] = [];
  let isCode = false;
  const end = () => {
    const paragraph = lines.join("\n").trim();
    if (paragraph !== "") parts.push({ isHeading: false, text: paragraph });
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? null : headingIn(line);
    if (heading !== null) {
      end();
      parts.push({ isHeading: true, text: heading });
    } else if (line.trim() === "" && !isCode) end();
    else lines.push(line);
  }
  end();
  return parts;
}

function headingIn(line: string): string | null {
  return /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1] || null;
}
