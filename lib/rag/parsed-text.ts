/** A title in a text. */
export interface Heading {
  /** Where its line begins, in UTF-16 units. */
  at: number;
  /** 1 is the outermost. */
  level: number;
  title: string;
}

/** What a file says, as text, with what is known of its structure. */
export interface ParsedText {
  text: string;
  /** By place. */
  headings: readonly Heading[];
  /** Where each page begins, the first at 0; empty where there are no pages. */
  pages: readonly number[];
}
