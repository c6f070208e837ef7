import { getDocumentProxy } from "unpdf";
import { errorMessage } from "../../errors.ts";
import type { ParsedText } from "../parsed-text.ts";
import { Unreadable } from "./unreadable.ts";

const MAX_PAGES = 5_000;

/** The text of a PDF, page by page. What is only a picture of text has none. */
export async function parsePdf(bytes: Uint8Array, maxCharacters: number): Promise<ParsedText> {
  const document = await open(bytes);
  try {
    if (document.numPages > MAX_PAGES) {
      throw new Unreadable(`The PDF has ${document.numPages} pages; ${MAX_PAGES} can be read. Split it.`);
    }
    const pages: number[] = [];
    let text = "";
    for (let number = 1; number <= document.numPages; number += 1) {
      pages.push(text.length);
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      text += `${items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("")}\n\n`;
      page.cleanup();
      if (text.length > maxCharacters) break;
    }
    if (text.trim() === "") {
      throw new Unreadable("The PDF holds no text: its pages are pictures. Recognise the text (OCR) first.");
    }
    return { text, headings: [], pages };
  } finally {
    await document.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array) {
  try {
    // It keeps what it is given.
    return await getDocumentProxy(Uint8Array.from(bytes), {
      verbosity: 0,
      stopAtErrors: false,
    });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException")
      throw new Unreadable("The PDF is protected by a password. Save it without one.");
    throw new Unreadable(`The PDF cannot be read: ${errorMessage(error)}`);
  }
}
