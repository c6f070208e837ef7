import type { Effect, Repeat } from "../engine/graph.ts";

/** What a node of this effect may do to the world, in plain words. */
export const effectWords: Readonly<Record<Effect, string>> = {
  pure: "Computes only. It touches nothing outside and takes next to no time.",
  step: "Reaches outside. It is remembered once it has succeeded and is never done again after that.",
  steps: "Reaches outside in several steps. Each one is remembered once it has succeeded.",
  container: "Runs what stands inside, again and again. Every round is remembered.",
  wait: "Waits, and costs nothing meanwhile. Nothing is lost if the server restarts.",
};

/** What becomes of a call that was lost with its server. */
export const repeatWords: Readonly<Record<Repeat, string>> = {
  safe: "It is simply made again: repeating it changes nothing.",
  keyed: "It is made again under the same key, by which the other side knows it.",
  unsafe: "It is not made again by itself: the run waits and asks a person.",
};
