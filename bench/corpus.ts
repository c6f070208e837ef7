import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
/** Documentation that comes with packages under permissive licences: Next.js (MIT) and the AI SDK (Apache 2.0). */
const PATTERNS = ["node_modules/next/dist/docs/**/*.{md,mdx}", "node_modules/ai/docs/**/*.{md,mdx}"];

export interface DocumentFile {
  name: string;
  text: string;
}

/** Public documentation of this very installation, in an order that stays. */
export function documentation(): DocumentFile[] {
  const files = PATTERNS.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  return files.map((file) => ({
    name: file.replace("node_modules/", ""),
    text: readFileSync(path.join(root, file), "utf8"),
  }));
}

/** Sentences of prose: what is code, table or markup is left out. */
export function sentencesOf(text: string): string[] {
  const prose = text.replace(/^---\n[\s\S]*?\n---\n/, "").replace(/```[\s\S]*?```/g, "");
  return prose
    .split(/\n{2,}|(?<=[.!?])\s+/)
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter((sentence) => /^[A-Z][^<>{}|]{30,300}[.!?]$/.test(sentence));
}

/** Numbers from 0 to 1 that are the same with the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
