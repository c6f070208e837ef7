import type { ExpressionScope } from "../engine/expressions/types.ts";
import type { GraphNode, RunGraph } from "../engine/graph.ts";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import type { Settlement } from "../engine/settlement.ts";
import type { Outputs } from "./outputs.ts";

/** What is the same for every expression of a run. */
export interface RunRoots {
  trigger: Json;
  run: JsonObject;
  workflow: JsonObject;
  vars: JsonObject;
  /** The workspace's zone when the run started: no root, but what times are read in where nothing else names one. */
  timeZone?: string | undefined;
}

/** What is seen from inside of a container of what is around it. */
export type SurroundingScope = Pick<ExpressionScope, "root" | "nullReason" | "timeZone">;

/** The schedule's zone, else the document's. A container's graph has neither: it is asked of what is around. */
function zoneOf({ trigger, settings }: RunGraph): string | undefined {
  const { config } = trigger;
  if (trigger.type === "trigger.schedule" && config.kind === "value") {
    const zone = isJsonObject(config.value) ? config.value.timezone : undefined;
    if (typeof zone === "string" && zone !== "") return zone;
  }
  return settings.timezone;
}

/** What the expressions of one node see: rules E7 and E8. */
export class NodeScope implements ExpressionScope {
  readonly now: number;
  readonly seed: string;
  readonly timeZone: string | undefined;
  readonly #node: GraphNode;
  readonly #graph: RunGraph;
  readonly #settlement: Settlement;
  readonly #outputs: Outputs;
  readonly #roots: RunRoots;
  readonly #input: Json;
  readonly #around: SurroundingScope | undefined;

  constructor(
    node: GraphNode,
    input: Json,
    now: number,
    shared: {
      graph: RunGraph;
      settlement: Settlement;
      outputs: Outputs;
      roots: RunRoots;
      runId: string;
      /** `loop[3]/` inside of a container, else nothing. */
      prefix: string;
      /** What is seen from inside of a container of what is around it. */
      around?: SurroundingScope | undefined;
    },
  ) {
    this.#node = node;
    this.#input = input;
    this.now = now;
    this.seed = `${shared.runId}/${shared.prefix}${node.key}`;
    this.#around = shared.around;
    this.timeZone = shared.around ? shared.around.timeZone : (zoneOf(shared.graph) ?? shared.roots.timeZone);
    this.#graph = shared.graph;
    this.#settlement = shared.settlement;
    this.#outputs = shared.outputs;
    this.#roots = shared.roots;
  }

  root(name: string): Json | undefined {
    switch (name) {
      case "input":
        return this.#input;
      case "trigger":
        return this.#roots.trigger;
      case "run":
        return this.#roots.run;
      case "workflow":
        return this.#roots.workflow;
      case "vars":
        return this.#roots.vars;
    }
    const target = this.#graph.byKey.get(name);
    if (!target && this.#around) return this.#around.root(name);
    if (!target) return this.#node.reads.some((read) => read.key === name) ? null : undefined;
    return this.#isVisible(target) ? (this.#outputs.get(target) ?? null) : null;
  }

  nullReason(name: string): string | undefined {
    const target = this.#graph.byKey.get(name);
    if (!target) return this.#around?.nullReason?.(name);
    if (target === this.#graph.trigger) return undefined;
    if (this.#isVisible(target)) return `${name} gave null`;
    switch (this.#settlement.state(target)) {
      case "skipped":
        return `${name} was skipped${this.#whySkipped(target)}`;
      case "cancelled":
        return `${name} was cancelled`;
      case "failed":
        return `${name} failed`;
      case "completed":
        return `${name} is not on the way that led here`;
      default:
        return `${name} had not finished when this node was decided`;
    }
  }

  #isVisible(target: GraphNode): boolean {
    const read = this.#node.reads.find((entry) => entry.node === target.index);
    return read?.always === true || this.#settlement.sees(this.#node, target);
  }

  /** ": is_vip took false", from the nearest node upstream that went another way. */
  #whySkipped(target: GraphNode): string {
    const seen = new Set<GraphNode>();
    for (let next: GraphNode | undefined = target; next && !seen.has(next); ) {
      seen.add(next);
      let upstream: GraphNode | undefined;
      for (const edge of next.in) {
        const source: GraphNode = this.#graph.nodes[edge.source] as GraphNode;
        const state = this.#settlement.state(source);
        if (state === "skipped") upstream ??= source;
        else if (state === "completed" || state === "failed") {
          const taken = source.out.find((other) => this.#settlement.isLive(other.index));
          if (state === "failed") return `: ${source.key} failed`;
          return taken ? `: ${source.key} took ${taken.sourcePort}` : `: ${source.key} did not take ${edge.sourcePort}`;
        }
      }
      next = upstream;
    }
    return "";
  }
}
