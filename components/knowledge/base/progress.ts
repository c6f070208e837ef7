import type { KnowledgeDocument } from "#lib/api/contracts/knowledge.ts";

type Progress = Pick<KnowledgeDocument, "state" | "chunks" | "chunksEmbedded" | "chunksDone">;

/** What a document goes through, and how much of its way each is. */
export const stages = [
  { key: "read", weight: 2 },
  { key: "embed", weight: 4 },
  { key: "index", weight: 1 },
] as const;

export interface StageProgress {
  /** The stage it is in, in a word: "Embed 62%". */
  label: string;
  /** How far each stage is, from 0 to 1; null while nobody can tell. */
  shares: readonly (number | null)[];
  /** Of all of the way, from 0 to 100. */
  percent: number;
}

/** How far a document is that is being taken in; null for one that is not. */
export function progressOf({ state, chunks, chunksEmbedded, chunksDone }: Progress): StageProgress | null {
  if (state === "waiting") return progress("Waiting", [0, 0, 0]);
  if (state === "reading") return progress("Read", [null, 0, 0]);
  if (state !== "embedding") return null;
  const embed = chunks === 0 ? 0 : Math.min(1, chunksEmbedded / chunks);
  const index = chunks === 0 ? 0 : Math.min(1, chunksDone / chunks);
  // Never 100 before it is done.
  const label = embed < 1 ? `Embed ${Math.floor(embed * 100)}%` : "Index";
  return progress(label, [1, embed, index]);
}

function progress(label: string, shares: readonly (number | null)[]): StageProgress {
  const all = stages.reduce((sum, { weight }) => sum + weight, 0);
  const done = stages.reduce((sum, { weight }, at) => sum + weight * (shares[at] ?? 0), 0);
  return { label, shares, percent: Math.round((done / all) * 100) };
}
