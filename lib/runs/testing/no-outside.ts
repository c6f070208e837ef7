import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import type { Outside } from "../execute-step.ts";

/** The outside of nodes that reach for none: fixture nodes call a `World` of their own. */
export function noOutside(emit: Outside["emit"] = () => {}): Outside {
  return {
    fetch: () => Promise.reject(new Error("fixture nodes do not fetch")),
    stream: () => Promise.reject(new Error("fixture nodes do not fetch")),
    sandbox: { run: () => Promise.reject(new Error("fixture nodes run no code")) },
    files: createMemoryFileStore(),
    emit,
  };
}
