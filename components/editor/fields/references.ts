import { nodeTitle } from "#components/canvas/node-title.ts";
import type { RoundValues } from "#components/canvas/round-values.ts";
import { shapeOfSchema, shapeOfValue, type ValueShape } from "#components/canvas/value-shape.ts";
import type { DocumentEdge, DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { NodeCategory } from "#lib/nodes/define.ts";

/** A name that an expression in this node can start with. */
export interface Reference {
  name: string;
  title: string;
  /** What a chip calls it, where the title is a sentence. */
  short?: string;
  /** Node type for the icon; absent for the roots that are no nodes. */
  type?: string;
  category?: NodeCategory;
  shape?: ValueShape;
}

/** Ids of the nodes that come before `node` on some way, nearest first. */
function ancestorsOf(node: string, byTarget: ReadonlyMap<string, readonly DocumentEdge[]>): string[] {
  const found = new Set<string>();
  let level = [node];
  while (level.length > 0) {
    const above = level.flatMap((id) => (byTarget.get(id) ?? []).map((edge) => edge.source));
    level = [...new Set(above)].filter((id) => id !== node && !found.has(id));
    for (const id of level) found.add(id);
  }
  return [...found];
}

/** Rule E13: a node sees what comes before it, and what comes before the loops it stands in. Nearest first. */
function idsInSight(
  node: DocumentNode | undefined,
  document: WorkflowDocument,
  byId: ReadonlyMap<string, DocumentNode>,
) {
  const found = new Set<string>();
  const seen = new Set<string>();
  const byTarget = Map.groupBy(document.edges, ({ target }) => target);
  for (let at = node; at !== undefined && !seen.has(at.id); at = byId.get(at.parent ?? "")) {
    seen.add(at.id);
    for (const id of ancestorsOf(at.id, byTarget)) found.add(id);
  }
  return [...found];
}

const runShape: ValueShape = {
  type: "object",
  fields: { id: { type: "text" }, startedAt: { type: "time" }, url: { type: "text" } },
};
const workflowShape: ValueShape = { type: "object", fields: { id: { type: "text" }, name: { type: "text" } } };

const known = (value: Json | undefined) => (value === undefined ? undefined : shapeOfValue(value));

/** Rule E13: what a node inside of a loop knows of its round. The nearest loop of each kind counts. */
function roundReferences(
  record: DocumentNode | undefined,
  byId: ReadonlyMap<string, DocumentNode>,
  round: RoundValues | null,
): Reference[] {
  const found = new Map<string, Reference>();
  const seen = new Set<string>();
  let around = byId.get(record?.parent ?? "");
  for (; around !== undefined && !seen.has(around.id); around = byId.get(around.parent ?? "")) {
    seen.add(around.id);
    const kind = catalogue.get(around.type)?.container;
    if (kind === undefined) continue;
    const name = kind === "for-each" ? "item" : "state";
    const title = kind === "for-each" ? `The item of ${nodeTitle(around)}` : `The state of ${nodeTitle(around)}`;
    const shape = known(kind === "for-each" ? round?.item : round?.state);
    if (!found.has(name)) found.set(name, { name, title, short: kind === "for-each" ? "Item" : "State", shape });
    if (!found.has("index"))
      found.set("index", {
        name: "index",
        title: "The round's number, from 0",
        short: "Round",
        shape: { type: "number" },
      });
  }
  return [...found.values()];
}

/**
 * What expressions in `node` can read, with what is known of each: real values where a run gave some, else what the node
 * type promises.
 * @param vars the workspace's variables; null until they are known
 * @param round what the round of the loop it stands in begins with, as far as that is known
 */
export function referencesFor(
  node: string,
  document: WorkflowDocument,
  outputOf: (key: string) => Json | undefined,
  vars: JsonObject | null,
  round: RoundValues | null = null,
): Reference[] {
  const byId = new Map(document.nodes.map((one) => [one.id, one]));
  const ancestors = idsInSight(byId.get(node), document, byId).flatMap((id) => byId.get(id) ?? []);
  const shapes = new Map(
    ancestors.map((one) => {
      const real = outputOf(one.key);
      const definition = catalogue.get(one.type);
      const promised = typeof definition?.output === "function" ? definition.output(one.config) : definition?.output;
      return [one.id, real !== undefined ? shapeOfValue(real) : promised ? shapeOfSchema(promised) : undefined];
    }),
  );
  const sources = document.edges.filter((edge) => edge.target === node).map((edge) => edge.source);
  const onlySource = new Set(sources).size === 1 ? sources[0] : undefined;
  const trigger = ancestors.find((one) => catalogue.get(one.type)?.trigger !== undefined);
  const roots: Reference[] = [];
  const begins = sources.length === 0 && byId.get(node)?.parent != null;
  if (sources.length > 0 || begins) {
    const first = round === null ? undefined : "item" in round ? round.item : round.state;
    roots.push({
      name: "input",
      title: "What comes in",
      short: "Input",
      shape: begins ? known(first) : onlySource ? shapes.get(onlySource) : undefined,
    });
  }
  if (catalogue.get(byId.get(node)?.type ?? "")?.perItem) {
    roots.push(
      { name: "item", title: "Each item of the list", short: "Item" },
      { name: "index", title: "Its place in the list, from 0", short: "Place", shape: { type: "number" } },
    );
  }
  roots.push(...roundReferences(byId.get(node), byId, round));
  for (const one of ancestors) {
    roots.push({
      name: one.key,
      title: nodeTitle(one),
      type: one.type,
      category: catalogue.get(one.type)?.category,
      shape: shapes.get(one.id),
    });
  }
  if (trigger !== undefined) {
    roots.push({ name: "trigger", title: "What started the run", short: "Trigger", shape: shapes.get(trigger.id) });
  }
  if (vars !== null && Object.keys(vars).length > 0)
    roots.push({ name: "vars", title: "Variables", short: "Variables", shape: shapeOfValue(vars) });
  roots.push(
    { name: "run", title: "This run", short: "Run", shape: runShape },
    { name: "workflow", title: "This workflow", short: "Workflow", shape: workflowShape },
    { name: "now", title: "The time, now", short: "Now", shape: { type: "time" } },
  );
  return roots;
}
