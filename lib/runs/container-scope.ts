import type { Json } from "../engine/json.ts";
import type { SurroundingScope } from "./node-scope.ts";

/** What expressions inside of a container see of it: `item` or `state`, `index`, and both by its key (E13). */
export class ContainerScope implements SurroundingScope {
  readonly #key: string;
  readonly #own: { [name: string]: Json };
  readonly #around: SurroundingScope;

  /** @param own `{ item, index }` or `{ state, index }` */
  constructor(key: string, own: { [name: string]: Json }, around: SurroundingScope) {
    this.#key = key;
    this.#own = own;
    this.#around = around;
  }

  get timeZone(): string | undefined {
    return this.#around.timeZone;
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
