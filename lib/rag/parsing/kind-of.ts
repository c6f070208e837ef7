import { Unreadable } from "./unreadable.ts";

export type DocumentKind = "pdf" | "docx" | "html" | "markdown" | "csv" | "json" | "jsonl" | "text";

const byEnding: Readonly<Record<string, DocumentKind>> = {
  pdf: "pdf",
  docx: "docx",
  html: "html",
  htm: "html",
  xhtml: "html",
  md: "markdown",
  markdown: "markdown",
  csv: "csv",
  tsv: "csv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  txt: "text",
  text: "text",
  log: "text",
};
const byMediaType: Readonly<Record<string, DocumentKind>> = {
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/markdown": "markdown",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/json": "json",
  "application/jsonl": "jsonl",
  "application/x-ndjson": "jsonl",
  "text/plain": "text",
};

/**
 * What a file is: by its first bytes where they tell, for makers and names say much; else by its name, then by its media type.
 * @throws Unreadable for what is none of them
 */
export function kindOf(bytes: Uint8Array, name: string, mediaType: string): DocumentKind {
  // Some writers put a few bytes before the mark; readers look for it in the first kilobyte.
  if (Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-")) return "pdf";
  const named = byEnding[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""];
  const typed = byMediaType[mediaType.split(";")[0]?.trim().toLowerCase() ?? ""];
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  if (isZip) return "docx";
  if (named === "pdf" || named === "docx" || typed === "pdf" || typed === "docx") {
    throw new Unreadable(`“${name}” is called a ${named ?? typed} file, but what is in it is something else.`);
  }
  return named ?? typed ?? "text";
}
