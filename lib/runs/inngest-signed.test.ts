import { inngestHarness } from "./testing/inngest-harness.ts";
import { lossContract } from "./testing/loss-contract.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";

runtimeContract("inngest, signed", () => inngestHarness({ signingKey: "signkey-test-0123456789abcdef" }));
lossContract("inngest, signed", () => inngestHarness({ signingKey: "signkey-test-0123456789abcdef" }));
