import { agentContract } from "./testing/agent-contract.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";

agentContract("inngest", () => inngestHarness());
