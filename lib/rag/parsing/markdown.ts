import type { Heading, ParsedText } from "../parsed-text.ts";

/** Markdown stays as it is written: models read it well, and places in it are places in the file. */
export function parseMarkdown(text: string): ParsedText {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let at = 0;
  let before = "";
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      // Only the same mark, at least as long, ends it.
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else {
      const title = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(line);
      if (title) headings.push({ at, level: (title[1] as string).length, title: plain(title[2] ?? "") });
      else if (/^ {0,3}(=+|-+)[ \t]*$/.test(line) && /^ {0,3}[^\s>\-+*|#]/.test(before)) {
        headings.push({ at: at - before.length - 1, level: line.includes("=") ? 1 : 2, title: plain(before) });
      }
    }
    at += line.length + 1;
    before = fence === undefined ? line : "";
  }
  return { text, headings: headings.filter(({ title }) => title !== ""), pages: [] };
}

/** A title without marks and addresses. */
function plain(title: string): string {
  return title
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`]/g, "")
    .trim()
    .slice(0, 200);
}
