import { inngestHarness } from "./testing/inngest-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";

runtimeContract("inngest, signed", () => inngestHarness({ signingKey: "signkey-test-0123456789abcdef" }));
