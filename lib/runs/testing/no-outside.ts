import { testGuard } from "../../ai/guard/testing.ts";
import type { CredentialSource } from "../../credentials/credential-source.ts";
import { bearer } from "../../credentials/types/bearer/definition.ts";
import { createMemoryFileStore } from "../../files/adapters/memory-file-store.ts";
import { memoryForTests } from "../../memory/memory-for-tests.ts";
import type { Outside } from "../execute-step.ts";
import type { World } from "./world.ts";

export const TEST_SECRET = "s3cret/of the fixture";
const testCredential: CredentialSource = {
  open: async (_, id) => ({ id, name: "Test", type: bearer, values: { token: TEST_SECRET } }),
  list: async () => [],
};

/** The outside of a test: what its world has, and nothing else. */
export function outsideOf({ outside }: World, emit?: Outside["emit"]): Outside {
  const own = noOutside(emit);
  // Asked when it is used: a test puts it there after its runtime has started.
  return new Proxy(own, { get: (_, name: keyof Outside) => outside[name] ?? own[name] });
}

/** The outside of nodes that reach for none: fixture nodes call a `World` of their own. */
export function noOutside(emit: Outside["emit"] = () => {}): Outside {
  return {
    fetch: () => Promise.reject(new Error("fixture nodes do not fetch")),
    stream: () => Promise.reject(new Error("fixture nodes do not fetch")),
    knowledge: {
      search: () => Promise.reject(new Error("fixture nodes know nothing")),
      add: () => Promise.reject(new Error("fixture nodes know nothing")),
      status: () => Promise.reject(new Error("fixture nodes know nothing")),
      linkTo: () => "",
    },
    sandbox: { run: () => Promise.reject(new Error("fixture nodes run no code")) },
    memory: memoryForTests(),
    files: createMemoryFileStore(),
    credentials: testCredential,
    models: testGuard(),
    formats: { convert: () => Promise.reject(new Error("fixture nodes convert nothing")) },
    emit,
  };
}
