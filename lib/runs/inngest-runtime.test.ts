import { containerContract } from "./testing/container-contract.ts";
import { crashContract } from "./testing/crash-contract.ts";
import { endingContract } from "./testing/ending-contract.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";
import { lossContract } from "./testing/loss-contract.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";
import { stoppedRoundsContract } from "./testing/stopped-rounds-contract.ts";

runtimeContract("inngest", () => inngestHarness());
lossContract("inngest", () => inngestHarness());
crashContract("inngest", () => inngestHarness());
endingContract("inngest", () => inngestHarness());
containerContract("inngest", () => inngestHarness());
stoppedRoundsContract("inngest", () => inngestHarness());
