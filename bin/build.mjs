import { ensureBuilt } from "./support/build.mjs";
import { ensureInstalled } from "./support/install.mjs";
import { ensureNode24 } from "./support/node-24.mjs";

await ensureNode24();
if (!(await ensureInstalled()) || !(await ensureBuilt())) process.exit(1);
