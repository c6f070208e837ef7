import { agentContract } from "./testing/agent-contract.ts";
import { embeddedHarness } from "./testing/postgres-harness.ts";

agentContract("embedded", embeddedHarness);
