import { inngestHarness } from "./testing/inngest-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";

runtimeContract("inngest", () => inngestHarness());
