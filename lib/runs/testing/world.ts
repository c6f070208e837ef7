import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "../../engine/json.ts";
import type { Outside } from "../execute-step.ts";
import type { WorkspaceValues } from "../start-values.ts";

/** The outside as the fixture nodes see it: it counts what it is asked, and can be slow, failing or silent. */
export class World {
  /** Calls begun, in order: `<idempotency key>`. */
  readonly begun: { key: string; name: string; at: number }[] = [];
  readonly finished: string[] = [];
  /** What real nodes reach, where a test has something there. */
  outside: Partial<Outside> = {};
  /** Of the one workspace that there is. */
  variables: JsonObject = {};
  timeZone = "UTC";
  readonly workspace: WorkspaceValues = {
    variables: async () => this.variables,
    timeZone: async () => this.timeZone,
  };
  readonly #held = new Map<string, PromiseWithResolvers<void>>();
  readonly #failures = new Map<string, number>();

  /** Calls of `name` do not come back until `release`. */
  hold(name: string): void {
    this.#held.set(name, Promise.withResolvers());
  }

  /** Calls in flight come back to nobody: their process is gone. */
  abandon(): void {
    for (const [name, held] of this.#held) {
      held.reject(new Error("the process is gone"));
      held.promise.catch(() => {});
      this.hold(name);
    }
  }

  release(name: string): void {
    this.#held.get(name)?.resolve();
    this.#held.delete(name);
  }

  /** The next `times` calls of `name` fail. */
  failNext(name: string, times: number): void {
    this.#failures.set(name, times);
  }

  count(name: string): number {
    return this.begun.filter((call) => call.name === name).length;
  }

  /** Calls begun under this idempotency key. */
  executions(key: string): number {
    return this.begun.filter((call) => call.key === key).length;
  }

  async call(call: {
    name: string;
    key: string;
    ms: number;
    signal: AbortSignal;
  }): Promise<{ name: string; call: number }> {
    const { name, key, ms, signal } = call;
    this.begun.push({ key, name, at: performance.now() });
    const number = this.count(name);
    if (ms > 0) await delay(ms, undefined, { signal });
    const held = this.#held.get(name);
    if (held) {
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => aborted.reject(signal.reason), { once: true });
      await Promise.race([held.promise, aborted.promise]);
    }
    const failures = this.#failures.get(name) ?? 0;
    if (failures > 0) {
      this.#failures.set(name, failures - 1);
      throw Object.assign(new Error(`${name} is out of order`), { code: "upstream", retry: "default" });
    }
    this.finished.push(name);
    return { name, call: number };
  }
}
