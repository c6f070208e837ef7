import type { DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Drawn, DrawnRun } from "./drawn-nodes.ts";

export const NAP_MS = 3_600_000;
const RETRY_MS = 600_000;

/** A drawn node with its place in the document. */
export interface Placed extends Drawn {
  key: string;
  /** Key of the node it reads. */
  target: string | null;
  /** Keys of the containers around it, outermost first. */
  around: readonly string[];
}

const types: Record<Drawn["kind"], string> = {
  set: "data.set",
  if: "control.if",
  step: "test.lucky",
  agent: "test.twice",
  nap: "control.delay",
  join: "control.join",
  output: "control.output",
  respond: "control.respond",
  break: "control.break",
  loop: "control.for-each",
  while: "control.while",
};

/** Where nodes are placed. */
interface Place {
  name: string;
  around: readonly string[];
  /** Nothing around runs several rounds at a time. */
  isCalm: boolean;
  /** The same of the container it stands in alone. */
  mayBreak: boolean;
  /** What can be read from here of what is around. */
  readable: readonly string[];
}

/** The document, and what each of its nodes was drawn as, by key. A second trigger leads into it, and never fires. */
export function documentFrom({ nodes, finishes, isShortLived }: DrawnRun) {
  const document: WorkflowDocument = {
    schemaVersion: 1,
    settings: {
      // E16: a nap is longer than the run may be at work.
      timeoutMs: NAP_MS / 2,
      ...(isShortLived ? { maxAgeMs: NAP_MS * 1.5 } : {}),
      ...(finishes ? { onFailure: { branches: "finish" as const } } : {}),
    },
    nodes: [trigger("start"), trigger("other")],
    edges: [{ id: "other-n0", source: "n_other", sourcePort: "out", target: "n_n0", targetPort: "in" }],
  };
  const placed = new Map<string, Placed>();
  place(nodes, { name: "n", around: [], isCalm: true, mayBreak: false, readable: ["start"] }, document, placed);
  return { document, placed };
}

function trigger(key: string): DocumentNode {
  return { id: `n_${key}`, key, type: "trigger.manual", version: 1, config: {} };
}

function place(all: readonly Drawn[], at: Place, document: WorkflowDocument, placed: Map<string, Placed>): void {
  const keys = all.map((_, index) => `${at.name}${index}`);
  /** What leads to each node, however far. */
  const ancestors = new Map<string, Set<string>>();
  const parent = at.around.at(-1);
  for (const [index, given] of all.entries()) {
    const key = keys[index] as string;
    const kind = kindAt(given, at);
    const before = (parent === undefined ? ["start"] : []).concat(keys.slice(0, index));
    const leading = before.filter((other) => placed.get(other)?.kind !== "break");
    const from = parent === undefined && given.from.length === 0 ? [{ back: 0, port: 0 }] : given.from;
    const ends = new Set<string>();
    const upstream = new Set<string>();
    for (const { back, port } of leading.length === 0 ? [] : from) {
      const source = leading[back % leading.length] as string;
      const own = placed.get(source);
      const ports = own ? portsOf(own) : ["out"];
      const sourcePort = ports[port % ports.length] as string;
      if (ends.has(`${source}-${sourcePort}`)) continue;
      ends.add(`${source}-${sourcePort}`);
      for (const other of [source, ...(ancestors.get(source) ?? [])]) upstream.add(other);
      const id = `${source}-${sourcePort}-${key}`;
      document.edges.push({ id, source: `n_${source}`, sourcePort, target: `n_${key}`, targetPort: "in" });
    }
    ancestors.set(key, upstream);
    const readable = [...at.readable, ...upstream];
    const target = readable[given.reads % readable.length] ?? null;
    const read = target === null ? undefined : placed.get(target);
    const strict = given.strict && (read?.kind === "set" || read?.kind === "step") && !read.disabled;
    const count = Math.min(given.count, Math.max(1, ends.size));
    const node: Placed = { ...given, kind, count, strict, key, target, around: at.around };
    placed.set(key, node);
    document.nodes.push(nodeOf(node, parent));
    if (kind === "loop" || kind === "while") {
      const isAlone = kind === "while" || given.concurrency === 1;
      const inner = { name: `${key}_`, around: [...at.around, key], isCalm: at.isCalm && isAlone, mayBreak: isAlone };
      place(given.body, { ...inner, readable }, document, placed);
    }
  }
}

/** What is not allowed here becomes something that is. */
function kindAt({ kind }: Drawn, { isCalm, mayBreak }: Place): Drawn["kind"] {
  if (kind === "break" && !mayBreak) return "set";
  if (kind === "respond" && !isCalm) return "set";
  return kind;
}

function portsOf(node: Placed): string[] {
  const own = node.kind === "if" ? ["true", "false"] : ["out"];
  return mayFail(node) && node.onError === "port" ? [...own, "error"] : own;
}

function mayFail({ kind, strict }: Placed): boolean {
  return kind === "step" || kind === "loop" || kind === "while" || (kind === "set" && strict);
}

function nodeOf(node: Placed, parent: string | undefined): DocumentNode {
  const retry = {
    attempts: node.attempts,
    backoff: "exponential" as const,
    baseMs: node.sleepsBetween ? RETRY_MS : 0,
    maxMs: RETRY_MS * 1.5,
    jitter: false,
  };
  return {
    id: `n_${node.key}`,
    key: node.key,
    type: types[node.kind],
    version: 1,
    config: configOf(node),
    ...(parent === undefined ? {} : { parent: `n_${parent}` }),
    ...(node.disabled ? { disabled: true } : {}),
    ...(mayFail(node) ? { policy: { onError: node.onError, ...(node.kind === "step" ? { retry } : {}) } } : {}),
  };
}

function configOf(node: Placed): JsonObject {
  const { luck, items, concurrency, onItemError, maxIterations } = node;
  const [outermost] = node.around;
  switch (node.kind) {
    case "set": {
      const fields: [string, Json][] = [["key", node.key]];
      if (node.target !== null) fields.push(["unseen", `{{ ${node.target}${node.strict ? ".key" : ""} == null }}`]);
      if (outermost !== undefined) fields.push(["round", "{{ index }}"], ["outer", `{{ ${outermost}.index }}`]);
      return { fields: fields.map(([name, value]) => ({ name, value })) };
    }
    case "if":
      return { condition: `{{ (${luck}${outermost === undefined ? "" : " + index"}) % 2 == 0 }}` };
    case "step":
    case "agent":
    case "break":
      return {};
    case "nap":
      return { duration: "1h" };
    case "join":
      return { mode: node.mode, count: node.count, cancelOthers: node.cancelOthers };
    case "output":
      return { value: "{{ input }}" };
    case "respond":
      return { status: 200, headers: [], body: "{{ input }}" };
    case "loop":
      return { items: itemsOf(node, true), concurrency, onItemError };
    case "while": {
      const next: JsonObject = node.hasNext ? { next: "{{ index + 1 }}" } : {};
      return { initial: 0, condition: `{{ index < ${items} }}`, maxIterations, ...next };
    }
  }
}

/** What a loop goes through, or is given: an object is gone through as `{ key, value }`. */
export function itemsOf({ items, asObject, kind }: Placed, isConfig = false): Json[] | JsonObject {
  const all = Array.from({ length: items }, (_, index): [string, Json] => [`k${index}`, 10 * (index + 1)]);
  if (!asObject || kind === "while") return all.map(([, value]) => value);
  return isConfig ? Object.fromEntries(all) : all.map(([key, value]) => ({ key, value }));
}
