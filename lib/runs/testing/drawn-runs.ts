import fc from "fast-check";
import type { DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import type { GraphNode } from "../../engine/graph.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Script } from "../../engine/testing/reference-run.ts";

/** A node as fast-check draws it; what it draws too much of is ignored. */
export interface Drawn {
  kind: "set" | "if" | "step" | "join" | "output" | "loop" | "while";
  from: { back: number; port: number }[];
  every: boolean;
  disabled: boolean;
  onError: "fail" | "continue" | "port";
  luck: number;
  items: number;
  concurrency: number;
  onItemError: "stop" | "skip" | "collect";
  body: Drawn[];
  /** The body looks at its item, and leaves at some. */
  breaks: boolean;
}

const MOST_DEEP = 3;

function drawnNode(depth: number): fc.Arbitrary<Drawn> {
  const loops = depth < MOST_DEEP ? (["loop", "while"] as const) : [];
  return fc.record({
    kind: fc.constantFrom<Drawn["kind"]>("set", "if", "step", "step", "join", "output", ...loops, ...loops),
    from: fc.array(fc.record({ back: fc.nat(8), port: fc.nat(3) }), { maxLength: 3 }),
    every: fc.boolean(),
    disabled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    onError: fc.constantFrom("fail" as const, "continue" as const, "port" as const),
    luck: fc.nat(30),
    items: fc.nat(3),
    concurrency: fc.integer({ min: 1, max: 3 }),
    onItemError: fc.constantFrom("stop" as const, "skip" as const, "collect" as const),
    body: depth < MOST_DEEP ? fc.array(drawnNode(depth + 1), { minLength: 1, maxLength: 3 }) : fc.constant([]),
    breaks: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  });
}

/** Documents to walk: a container at least, everything the rules know around and inside of it. */
export const drawnRun: fc.Arbitrary<Drawn[]> = fc
  .tuple(fc.array(drawnNode(0), { maxLength: 4 }), drawnNode(0), fc.boolean())
  .map(([others, loop, first]) => {
    const container: Drawn = { ...loop, kind: loop.kind === "while" ? "while" : "loop", disabled: false };
    return first ? [container, ...others] : [...others, container];
  });

const types: Record<Drawn["kind"], string> = {
  set: "data.set",
  if: "control.if",
  step: "test.lucky",
  join: "control.join",
  output: "control.output",
  loop: "control.for-each",
  while: "control.while",
};

/** The document, and what each of its nodes was drawn as, by key. */
export function documentFrom(all: readonly Drawn[]): { document: WorkflowDocument; drawn: ReadonlyMap<string, Drawn> } {
  const document: WorkflowDocument = {
    schemaVersion: 1,
    nodes: [{ id: "n_start", key: "start", type: "trigger.manual", version: 1, config: {} }],
    edges: [],
  };
  const drawn = new Map<string, Drawn>();
  place(all, null, "n", document, drawn);
  return { document, drawn };
}

function place(
  all: readonly Drawn[],
  parent: string | null,
  name: string,
  document: WorkflowDocument,
  drawn: Map<string, Drawn>,
): void {
  const keys = all.map((_, index) => `${name}${index}`);
  const ends = new Set<string>();
  for (const [index, node] of all.entries()) {
    const key = keys[index] as string;
    drawn.set(key, node);
    document.nodes.push(nodeOf(node, key, parent));
    if (node.kind === "loop" || node.kind === "while") inside(node, key, document, drawn);
    const before = parent === null ? ["start", ...keys.slice(0, index)] : keys.slice(0, index);
    const from = parent === null && node.from.length === 0 ? [{ back: 0, port: 0 }] : node.from;
    for (const { back, port } of before.length === 0 ? [] : from) {
      const source = before[back % before.length] as string;
      const ports = source === "start" ? ["out"] : portsOf(drawn.get(source) as Drawn);
      const sourcePort = ports[port % ports.length] as string;
      const id = `${source}-${sourcePort}-${key}`;
      if (ends.has(id)) continue;
      ends.add(id);
      document.edges.push({ id, source: `n_${source}`, sourcePort, target: `n_${key}`, targetPort: "in" });
    }
  }
}

function inside(node: Drawn, key: string, document: WorkflowDocument, drawn: Map<string, Drawn>): void {
  if (!isBreaking(node)) {
    place(node.body, `n_${key}`, `${key}_`, document, drawn);
    return;
  }
  const child = (name: string, type: string, config: JsonObject): DocumentNode => ({
    id: `n_${key}_${name}`,
    key: `${key}_${name}`,
    type,
    version: 1,
    parent: `n_${key}`,
    config,
  });
  document.nodes.push(
    child("look", "test.lucky", { luck: 1 }),
    child("check", "control.if", { condition: `{{ index == ${node.luck % 3} }}` }),
    child("leave", "control.break", {}),
    child("rest", "data.set", { fields: [{ name: "key", value: `${key}_rest` }] }),
  );
  const edge = (source: string, sourcePort: string, target: string) =>
    document.edges.push({
      id: `${key}-${source}-${target}`,
      source: `n_${key}_${source}`,
      sourcePort,
      target: `n_${key}_${target}`,
      targetPort: "in",
    });
  edge("look", "out", "check");
  edge("check", "true", "leave");
  edge("check", "false", "rest");
}

function isBreaking({ breaks, kind, concurrency }: Drawn): boolean {
  return breaks && (kind === "while" || concurrency === 1);
}

function portsOf(node: Drawn): string[] {
  const own = node.kind === "if" ? ["true", "false"] : ["out"];
  return mayFail(node) && node.onError === "port" ? [...own, "error"] : own;
}

function mayFail({ kind }: Drawn): boolean {
  return kind === "step" || kind === "loop" || kind === "while";
}

function nodeOf(node: Drawn, key: string, parent: string | null): DocumentNode {
  return {
    id: `n_${key}`,
    key,
    type: types[node.kind],
    version: 1,
    config: configOf(node, key, parent !== null),
    ...(parent === null ? {} : { parent }),
    ...(node.disabled ? { disabled: true } : {}),
    ...(mayFail(node) ? { policy: { onError: node.onError } } : {}),
  };
}

function configOf(node: Drawn, key: string, isInside: boolean): JsonObject {
  const { luck, items, concurrency, onItemError } = node;
  switch (node.kind) {
    case "set":
      return { fields: [{ name: "key", value: key }] };
    case "if":
      return { condition: `{{ (${luck}${isInside ? " + index" : ""}) % 2 == 0 }}` };
    case "step":
      return { luck };
    case "join":
      return { mode: node.every ? "every" : "all" };
    case "output":
      return { value: "{{ input }}" };
    case "loop":
      return { items: itemsOf(items), concurrency, onItemError };
    case "while":
      return { initial: 0, condition: `{{ index < ${items} }}`, next: "{{ index + 1 }}", maxIterations: 10 };
  }
}

function itemsOf(items: number): Json[] {
  return Array.from({ length: items }, (_, index) => 10 * (index + 1));
}

/** Does the execution at this path fail? The same answer for kernel and reference, and on every try. */
export function fails(path: string, luck: number): boolean {
  return luck % 4 === 0 && (luck + indexOf(path)) % 8 < 4;
}

/** Number of the innermost round. */
function indexOf(path: string): number {
  return Number([...path.matchAll(/\[(\d+)\]/g)].at(-1)?.[1] ?? 0);
}

export function scriptOf(drawn: ReadonlyMap<string, Drawn>): Script {
  return {
    items: (_path, node) => itemsOf(drawn.get(node.key)?.items ?? 0),
    run: (path, node, input) => came(path, node, input, drawn.get(node.key)),
  };
}

function came(path: string, node: GraphNode, input: Json, own: Drawn | undefined): ReturnType<Script["run"]> {
  const completed = (port: string, output: Json) => ({
    outcome: { status: "completed" as const, ports: [port] },
    output,
  });
  if (node.disabled) return completed(node.ports[0] ?? "out", input);
  const round = indexOf(path);
  switch (node.type) {
    case "data.set":
      return completed("out", { key: node.key });
    case "control.if": {
      // The one of a breaking body compares the round with a number; its loop was drawn with that.
      const holds = own ? (own.luck + (path.includes("[") ? round : 0)) % 2 === 0 : round === breakAt(node);
      return completed(holds ? "true" : "false", input);
    }
    case "test.lucky": {
      if (!own || !fails(path, own.luck)) return completed("out", { at: path });
      const { onError } = own;
      if (onError === "continue") return completed("out", "failed");
      return { outcome: { status: "failed", ports: onError === "port" ? ["error"] : [] }, output: "failed" };
    }
    default:
      return completed("out", input);
  }
}

function breakAt(node: GraphNode): number {
  const text = JSON.stringify(node.config.kind === "object" ? sourceOf(node) : "");
  return Number(/== (\d)/.exec(text)?.[1] ?? -1);
}

function sourceOf({ config }: GraphNode): string {
  if (config.kind !== "object") return "";
  const [, condition] = config.entries.find(([key]) => key === "condition") ?? [];
  return condition?.kind === "text" ? condition.text.source : "";
}
