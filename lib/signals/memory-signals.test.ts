import { memoryLine } from "./adapters/memory-signals.ts";
import { createSignals } from "./create-signals.ts";
import { signalsContract } from "./testing/signals-contract.ts";

signalsContract("memory", async () => {
  const line = memoryLine();
  const [here, there] = [createSignals([line]), createSignals([line])];
  return {
    here,
    there,
    async close() {
      await here.close();
      await there.close();
    },
  };
});
