import { DEMO_EMBEDDER, DEMO_PROVIDER, DEMO_WRITER } from "./demo-names.ts";
import { prices } from "./prices.ts";

/** What is suggested for a kind of credential: the models on the price list. Any other may be typed. */
export function knownModels(type: string, kind: "language" | "embedding"): string[] {
  const before = `${type}/`;
  return Object.entries(prices).flatMap(([name, price]) =>
    name.startsWith(before) && (price.kind ?? "language") === kind ? [name.slice(before.length)] : [],
  );
}

/** The demo's one model of a kind. */
export function demoModel(kind: "language" | "embedding"): string {
  return `${DEMO_PROVIDER}/${kind === "language" ? DEMO_WRITER : DEMO_EMBEDDER}`;
}
