import { containerContract } from "./testing/container-contract.ts";
import { endingContract } from "./testing/ending-contract.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";
import { lossContract } from "./testing/loss-contract.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";
import { stoppedRoundsContract } from "./testing/stopped-rounds-contract.ts";

runtimeContract("inngest, every request delivered twice", () => inngestHarness({ duplicates: true }));
lossContract("inngest, every request delivered twice", () => inngestHarness({ duplicates: true }));
runtimeContract("inngest, requests overtaking each other", () => inngestHarness({ reorderMs: 30 }));
lossContract("inngest, requests overtaking each other", () => inngestHarness({ reorderMs: 30 }));
endingContract("inngest, every request delivered twice", () => inngestHarness({ duplicates: true }));
containerContract("inngest, every request delivered twice", () => inngestHarness({ duplicates: true }));
stoppedRoundsContract("inngest, every request delivered twice", () => inngestHarness({ duplicates: true }));
