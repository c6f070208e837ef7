import { containerContract } from "./testing/container-contract.ts";
import { inngestHarness } from "./testing/inngest-harness.ts";

/** So few steps that every loop which waits, has sub-steps or loops in it is walked by functions of its own. */
const functionSteps = { here: 1, chunk: 4 };

containerContract("inngest, loops in chunks", () => inngestHarness({ functionSteps }));
containerContract("inngest, loops in chunks, every request delivered twice", () =>
  inngestHarness({ functionSteps, duplicates: true }),
);
