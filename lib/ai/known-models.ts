import { DEMO_EMBEDDER, DEMO_PROVIDER, DEMO_RERANKER, DEMO_WRITER } from "./demo-names.ts";
import { prices } from "./prices.ts";

/** What a model does: it writes, turns texts into vectors, or orders passages by how well they answer. */
export type ModelKind = "language" | "embedding" | "reranking";

const demo: Readonly<Record<ModelKind, string>> = {
  language: DEMO_WRITER,
  embedding: DEMO_EMBEDDER,
  reranking: DEMO_RERANKER,
};

/** What is suggested for a kind of credential: the models on the price list. Any other may be typed. */
export function knownModels(type: string, kind: ModelKind): string[] {
  const before = `${type}/`;
  return Object.entries(prices).flatMap(([name, price]) =>
    name.startsWith(before) && (price.kind ?? "language") === kind ? [name.slice(before.length)] : [],
  );
}

/** The demo's one model of a kind. */
export function demoModel(kind: ModelKind): string {
  return `${DEMO_PROVIDER}/${demo[kind]}`;
}
