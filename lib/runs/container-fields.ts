import { evaluateConfig } from "../engine/evaluate-config.ts";
import type { ExpressionScope } from "../engine/expressions/types.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { fieldOf, itemsOf } from "./container-config.ts";
import { ContainerScope } from "./container-scope.ts";
import type { SurroundingScope } from "./node-scope.ts";
import type { WalkState } from "./walk-state.ts";

/** What is the container's in a round: `{ item, index }` or `{ state, index }`. */
export type RoundRoots = { [name: string]: Json };

/** What the expressions of a container see, and come to (E13). Each throws ExpressionError where one cannot be evaluated. */
export class ContainerFields {
  readonly #node: GraphNode;
  readonly #scope: ExpressionScope;

  /** @param now of the container, ms since the epoch */
  constructor(state: WalkState, node: GraphNode, now: number) {
    this.#node = node;
    this.#scope = state.scope(node, state.input(node), now);
  }

  /** Of a `for-each`. @throws NodeError: these cannot be gone through */
  items(): readonly Json[] {
    return itemsOf(this.#field("items", this.#scope));
  }

  /** State that a `while` begins with. */
  initial(): Json {
    return this.#field("initial", this.#scope) ?? null;
  }

  /** Whether a `while` goes round once more. */
  condition(own: RoundRoots): boolean {
    const inside = this.around(own);
    return Boolean(
      this.#field(
        "condition",
        this.#with(inside, (name) => inside.root(name), `[${own.index}]`),
      ),
    );
  }

  /** State that a `while` goes on with: `next` sees the state, the keys of the body, and `result`. @param round as it ended */
  next(round: WalkState, own: RoundRoots, result: Json): Json {
    const inside = this.around({ ...own, result });
    const { byKey } = round.options.prepared.graph;
    const root = (name: string) => {
      const node = byKey.get(name);
      return node ? (round.outputs.get(node) ?? null) : inside.root(name);
    };
    const next = this.#field("next", this.#with(inside, root, `[${own.index}]/next`));
    return next === undefined || next === "" ? result : next;
  }

  /** What the body of a round sees of what is around it. */
  around(own: RoundRoots): ContainerScope {
    return new ContainerScope(this.#node.key, own, this.#scope);
  }

  #with(inside: SurroundingScope, root: ExpressionScope["root"], place: string): ExpressionScope {
    const { now, seed, timeZone } = this.#scope;
    return { root, nullReason: (name) => inside.nullReason?.(name), now, timeZone, seed: seed + place };
  }

  #field(name: string, scope: ExpressionScope): Json | undefined {
    const template = fieldOf(this.#node.config, name);
    if (!template) return undefined;
    return (evaluateConfig({ kind: "object", entries: [[name, template]] }, scope) as JsonObject)[name];
  }
}
