import type { BaseSettings } from "../base-settings.ts";
import type { ChunkedText } from "../chunking/chunk-text.ts";
import type { Heading } from "../parsed-text.ts";
import type { GivenFile } from "./parse-document.ts";

export interface ReadingTask extends GivenFile {
  settings: BaseSettings;
  maxCharacters: number;
}

/** A file as text and passages. */
export interface ReadDocument extends ChunkedText {
  text: string;
  /** How many; null where it has none. */
  pages: number | null;
  /** As it was parsed. */
  headings: readonly Heading[];
  pageStarts: readonly number[];
}

export type ReadingAnswer = { read: ReadDocument } | { problem: string };
