import type { DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import { compileTemplate } from "#lib/engine/expressions/compile.ts";
import { isJsonObject, type Json } from "#lib/engine/json.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { ShownRound } from "./shown-rounds.ts";

/** What a round begins with (rule E13): the nearest loops' item and state, and its number. */
export interface RoundValues {
  index: number;
  item?: Json;
  state?: Json;
}

export interface RoundScope {
  /** Value of a name as the run on the canvas has it. */
  root(name: string): Json | undefined;
  /** The round of each loop that is shown, by its key. */
  rounds: ReadonlyMap<string, ShownRound>;
  now: number;
  /** In which times are read. */
  timeZone: string;
}

/**
 * What the shown round of the loop around a node began with, worked out from the loop's own settings and the values of the
 * run on the canvas: the journal holds results, not items. Null outside of loops, and where it cannot be known: items that come
 * from outside of the run's data, a later state of a `while`.
 */
export function roundValues(node: DocumentNode, document: WorkflowDocument, scope: RoundScope): RoundValues | null {
  return valuesAround(node, new Map(document.nodes.map((one) => [one.id, one])), scope, new Set());
}

/** The `input` of a node that a round begins with (rule E13): its item, or its state. Undefined for all others. */
export function roundInput(id: string, document: WorkflowDocument, scope: RoundScope): Json | undefined {
  const node = document.nodes.find((one) => one.id === id);
  if (!node?.parent || document.edges.some(({ target }) => target === id)) return undefined;
  const loop = document.nodes.find((one) => one.id === node.parent);
  const round = roundValues(node, document, scope);
  return catalogue.get(loop?.type ?? "")?.container === "while" ? round?.state : round?.item;
}

function valuesAround(
  node: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
  scope: RoundScope,
  seen: Set<string>,
): RoundValues | null {
  const loop = byId.get(node.parent ?? "");
  const kind = catalogue.get(loop?.type ?? "")?.container;
  // A circle of parents comes from outside; it has no rounds.
  if (loop === undefined || kind === undefined || seen.has(loop.id)) return null;
  seen.add(loop.id);
  const outer = valuesAround(loop, byId, scope, seen);
  const index = scope.rounds.get(loop.key)?.index ?? 0;
  const evaluate = (setting: Json | undefined) => settled(setting, { ...scope, root: rootIn(outer, scope) });
  if (kind === "for-each") {
    const item = itemAt(evaluate(loop.config.items), index);
    const { item: _, ...around } = outer ?? { index };
    return { ...around, index, ...(item !== undefined && { item }) };
  }
  const { state: _, ...around } = outer ?? { index };
  const state = index === 0 ? evaluate(loop.config.initial ?? null) : undefined;
  return { ...around, index, ...(state !== undefined && { state }) };
}

/** Names as a node in this round reads them. */
export function rootIn(round: RoundValues | null, { root }: Pick<RoundScope, "root">) {
  return (name: string): Json | undefined => {
    if (round !== null && (name === "index" || name === "item" || name === "state")) return round[name];
    return root(name);
  };
}

function itemAt(items: Json | undefined, index: number): Json | undefined {
  if (Array.isArray(items)) return items[index];
  if (!isJsonObject(items)) return undefined;
  const entry = Object.entries(items)[index];
  return entry && { key: entry[0], value: entry[1] };
}

function settled(
  setting: Json | undefined,
  { root, now, timeZone }: Pick<RoundScope, "root" | "now" | "timeZone">,
): Json | undefined {
  if (typeof setting !== "string" || !setting.includes("{{")) return setting;
  try {
    const compiled = compileTemplate(setting);
    // What is not known would read as null, and the loop would seem to have no items.
    if (compiled.reads.some((read) => root(read.root) === undefined)) return undefined;
    return compiled.evaluate({ root, now, timeZone, seed: "preview" });
  } catch {
    return undefined;
  }
}
