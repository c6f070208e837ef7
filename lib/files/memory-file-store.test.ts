import { createMemoryFileStore } from "./adapters/memory-file-store.ts";
import { fileStoreContract } from "./testing/file-store-contract.ts";

const store = createMemoryFileStore();
fileStoreContract("memory", () => ({ store, workspaces: ["ws_a", "ws_b"] }));
