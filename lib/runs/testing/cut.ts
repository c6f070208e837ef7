import type { JournalEntry } from "../../engine/events.ts";
import type { Json } from "../../engine/json.ts";
import type { Append, AppendResult, RunStore, StoredRun, Wait } from "../ports.ts";

const never = () => new Promise<never>(() => {});

/** A process's way to its store, which can be cut as `SIGKILL` cuts it: what was not written by then never is. */
export class Cut implements RunStore {
  readonly #store: RunStore;
  #isDead = false;
  #left = Number.POSITIVE_INFINITY;
  #isWriteMade = false;
  #died = Promise.withResolvers<void>();

  constructor(store: RunStore) {
    this.#store = store;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  die(): void {
    this.#isDead = true;
    this.#died.resolve();
  }

  /**
   * Resolves once the n-th write from now was asked for. With "before" it is not made, with "after" it is and nobody
   * hears of it; all after it are not made.
   */
  dieAt(n: number, when: "before" | "after"): Promise<void> {
    this.#left = n;
    this.#isWriteMade = when === "after";
    return this.#died.promise;
  }

  append(append: Append): Promise<AppendResult> {
    this.#left -= 1;
    if (this.#left === 0 && this.#isWriteMade && !this.#isDead) {
      void this.#store.append(append).finally(() => this.die());
      return never();
    }
    if (this.#left <= 0) this.die();
    return this.#through(() => this.#store.append(append));
  }
  read(runId: string, after?: number): Promise<JournalEntry[]> {
    return this.#through(() => this.#store.read(runId, after));
  }
  run(runId: string): Promise<StoredRun | null> {
    return this.#through(() => this.#store.run(runId));
  }
  waits(runId: string): Promise<Wait[]> {
    return this.#through(() => this.#store.waits(runId));
  }
  answer(runId: string, path: string, answer: Json, by: string | null): Promise<boolean> {
    return this.#through(() => this.#store.answer(runId, path, answer, by));
  }
  admit(request: Parameters<RunStore["admit"]>[0]): Promise<StoredRun[]> {
    return this.#isDead ? Promise.resolve([]) : this.#store.admit(request);
  }
  claim(request: Parameters<RunStore["claim"]>[0]): Promise<StoredRun[]> {
    return this.#isDead ? Promise.resolve([]) : this.#store.claim(request);
  }
  claimOne(runId: string, owner: string): Promise<StoredRun | null> {
    return this.#through(() => this.#store.claimOne(runId, owner));
  }
  lostAmong(runIds: readonly string[], owner: string): Promise<string[]> {
    return this.#isDead ? Promise.resolve([]) : this.#store.lostAmong(runIds, owner);
  }
  queued(workspaceId: string): Promise<number> {
    return this.#store.queued(workspaceId);
  }
  release(owner: string): Promise<void> {
    return this.#through(() => this.#store.release(owner));
  }

  async #through<T>(call: () => Promise<T>): Promise<T> {
    if (this.#isDead) return never();
    try {
      const result = await call();
      return this.#isDead ? never() : result;
    } catch (error) {
      // A dead process hears of no error either.
      if (this.#isDead) return never();
      throw error;
    }
  }
}
