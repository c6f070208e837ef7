import { readFileSync } from "node:fs";
import { parseMarkdown } from "#lib/rag/parsing/markdown.ts";
import { type DocumentFile, documentation } from "../corpus.ts";

/** A question, and the section that answers it, as a range of its document's text. */
export interface Label {
  question: string;
  file: string;
  from: number;
  to: number;
}

interface Written {
  question: string;
  file: string;
  heading: string;
}

/** The questions whose section is there in this installation, and the documents they are about. */
export function labelledSet(): { labels: Label[]; documents: DocumentFile[]; missing: number } {
  const all = new Map(documentation().map((document) => [document.name, document]));
  const file = new URL("questions.json", import.meta.url);
  const written = JSON.parse(readFileSync(file, "utf8")) as Written[];
  const labels = written.flatMap((one) => labelOf(one, all.get(one.file)) ?? []);
  const named = new Set(labels.map((label) => label.file));
  const documents = [...named].flatMap((name) => all.get(name) ?? []);
  return { labels, documents, missing: written.length - labels.length };
}

function labelOf({ question, file, heading }: Written, document: DocumentFile | undefined): Label | null {
  if (!document) return null;
  const { headings } = parseMarkdown(document.text);
  const at = headings.findIndex(({ at: from }) => lineAt(document.text, from).endsWith(heading));
  const own = headings[at];
  return own ? { question, file, from: own.at, to: headings[at + 1]?.at ?? document.text.length } : null;
}

function lineAt(text: string, at: number): string {
  return (text.slice(at).split("\n", 1)[0] ?? "").trim();
}
