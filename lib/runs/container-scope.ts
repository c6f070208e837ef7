import type { ExpressionScope } from "../engine/expressions/types.ts";
import type { Json } from "../engine/json.ts";

/** What expressions inside of a container see of it: `item` or `state`, `index`, and both by its key (E13). */
export class ContainerScope implements Pick<ExpressionScope, "root" | "nullReason"> {
  readonly #key: string;
  readonly #own: { [name: string]: Json };
  readonly #around: Pick<ExpressionScope, "root" | "nullReason">;

  /** @param own `{ item, index }` or `{ state, index }` */
  constructor(key: string, own: { [name: string]: Json }, around: Pick<ExpressionScope, "root" | "nullReason">) {
    this.#key = key;
    this.#own = own;
    this.#around = around;
  }

  root(name: string): Json | undefined {
    if (Object.hasOwn(this.#own, name)) return this.#own[name];
    return name === this.#key ? this.#own : this.#around.root(name);
  }

  nullReason(name: string): string | undefined {
    if (Object.hasOwn(this.#own, name) || name === this.#key) return undefined;
    return this.#around.nullReason?.(name);
  }
}
