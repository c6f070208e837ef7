import { embeddedHarness } from "./testing/postgres-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";

runtimeContract("embedded", embeddedHarness);
