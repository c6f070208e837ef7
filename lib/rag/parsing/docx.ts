import mammoth from "mammoth";
import type { ParsedText } from "../parsed-text.ts";
import { parseHtml } from "./html.ts";
import { requireSmallZip } from "./require-small-zip.ts";
import { Unreadable } from "./unreadable.ts";

const MAX_UNPACKED = 200 * 1024 * 1024;

/** A Word document by way of HTML, which keeps its titles, lists and tables. Pictures are left out. */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedText> {
  requireSmallZip(bytes, MAX_UNPACKED);
  const noPicture = mammoth.images.imgElement(async () => ({ src: "" }));
  const html = await mammoth
    .convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      { convertImage: noPicture, externalFileAccess: false },
    )
    .catch((error: Error) => {
      throw new Unreadable(`The file is no Word document (.docx) that can be read: ${error.message}`);
    });
  return parseHtml(html.value);
}
