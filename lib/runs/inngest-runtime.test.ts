import { containerContract } from "./testing/container-contract.ts";
import { crashContract } from "./testing/crash-contract.ts";
import { endingContract } from "./testing/ending-contract.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";

runtimeContract("inngest", () => inngestHarness());
crashContract("inngest", () => inngestHarness());
endingContract("inngest", () => inngestHarness());
containerContract("inngest", () => inngestHarness());
