import type { ParsedText } from "../parsed-text.ts";
import { decodeText, storable } from "./decode-text.ts";
import { kindOf } from "./kind-of.ts";
import { parseMarkdown } from "./markdown.ts";
import { Unreadable } from "./unreadable.ts";

export interface GivenFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/**
 * What a file says. Runs on a thread of its own (worker.ts): it may take long, and its libraries are loaded when needed.
 * @throws Unreadable
 */
export async function parseDocument({ name, mediaType, bytes }: GivenFile, maxCharacters: number): Promise<ParsedText> {
  const parsed = await parse(kindOf(bytes, name, mediaType), bytes, maxCharacters);
  if (parsed.text.length > maxCharacters) {
    throw new Unreadable(
      `It holds more than ${maxCharacters.toLocaleString("en-US")} characters. Split it into parts.`,
    );
  }
  if (parsed.text.trim() === "") throw new Unreadable("There is no text in it.");
  return parsed;
}

async function parse(kind: ReturnType<typeof kindOf>, bytes: Uint8Array, most: number): Promise<ParsedText> {
  switch (kind) {
    case "pdf":
      return cleaned(await (await import("./pdf.ts")).parsePdf(bytes, most));
    case "docx":
      return cleaned(await (await import("./docx.ts")).parseDocx(bytes));
    case "html":
      return (await import("./html.ts")).parseHtml(decodeText(bytes));
    case "markdown":
      return parseMarkdown(decodeText(bytes));
    case "csv":
      return (await import("./tables.ts")).parseTable(decodeText(bytes));
    case "json":
    case "jsonl":
      return (await import("./tables.ts")).parseJsonDocument(decodeText(bytes), kind === "jsonl");
    case "text":
      return { text: decodeText(bytes), headings: [], pages: [] };
  }
}

/** Libraries give what a file holds. Nothing changes its length, so that places stay. */
function cleaned(parsed: ParsedText): ParsedText {
  return { ...parsed, text: storable(parsed.text.replaceAll("\r\n", " \n")) };
}
