import { containerContract } from "./testing/container-contract.ts";
import { crashContract } from "./testing/crash-contract.ts";
import { endingContract } from "./testing/ending-contract.ts";
import { lossContract } from "./testing/loss-contract.ts";
import { embeddedHarness } from "./testing/postgres-harness.ts";
import { runtimeContract } from "./testing/runtime-contract.ts";
import { stoppedRoundsContract } from "./testing/stopped-rounds-contract.ts";

runtimeContract("embedded", embeddedHarness);
lossContract("embedded", embeddedHarness);
crashContract("embedded", embeddedHarness);
endingContract("embedded", embeddedHarness);
containerContract("embedded", embeddedHarness);
stoppedRoundsContract("embedded", embeddedHarness);
