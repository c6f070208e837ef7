import type { Sample } from "../demo/sample.ts";

/** A knowledge base that a template brings along, so that it has something to find. */
export interface TemplateKnowledge {
  /** Also how the template's nodes name it. */
  name: string;
  description: string;
  /** Markdown. */
  documents: readonly { name: string; text: string }[];
}

/** A workflow for a purpose, to be made one's own. Like a sample it runs offline, by the demo model, until another is chosen. */
export interface Template extends Sample {
  /** A few sentences: what it does, and what to change first. */
  about: string;
  knowledge?: TemplateKnowledge;
}
