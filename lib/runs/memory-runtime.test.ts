import { containerContract } from "./testing/container-contract.ts";
import { crashContract } from "./testing/crash-contract.ts";
import { endingContract } from "./testing/ending-contract.ts";
import { lossContract } from "./testing/loss-contract.ts";
import { memoryHarness } from "./testing/memory-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";
import { stoppedRoundsContract } from "./testing/stopped-rounds-contract.ts";

runtimeContract("memory", memoryHarness);
lossContract("memory", memoryHarness);
crashContract("memory", memoryHarness);
endingContract("memory", memoryHarness);
containerContract("memory", memoryHarness);
stoppedRoundsContract("memory", memoryHarness);
