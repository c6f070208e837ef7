import { isBuilt } from "./support/build.mjs";
import { ensureNode24 } from "./support/node-24.mjs";

await ensureNode24();
if (!isBuilt()) {
  console.error("Heddle is not built yet. Run `npm run quickstart`, or `npm ci && npm run build` first.");
  process.exit(1);
}
// A port that somebody chose is kept or refused; the usual one may be passed over.
if (!process.env.PORT) process.argv.push("--next-free-port");
await import("../server.ts");
