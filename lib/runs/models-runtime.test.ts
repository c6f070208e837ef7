import { inngestHarness } from "./testing/inngest-harness.ts";
import { modelsContract } from "./testing/models-contract.ts";
import { embeddedHarness } from "./testing/postgres-harness.ts";

modelsContract("embedded", embeddedHarness);
modelsContract("inngest", () => inngestHarness());
