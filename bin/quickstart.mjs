import { ensureBuilt } from "./support/build.mjs";
import { ensureInstalled } from "./support/install.mjs";
import { ensureNode24 } from "./support/node-24.mjs";

// From a fresh clone to a running product: what is there already is not done again.
await ensureNode24();
if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);
process.argv.push("--next-free-port");
await import("../server.ts");
