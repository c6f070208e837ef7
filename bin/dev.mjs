import { spawn } from "node:child_process";
import { ensureInstalled } from "./support/install.mjs";
import { ensureNode24 } from "./support/node-24.mjs";
import { root } from "./support/paths.mjs";

await ensureNode24();
if (!(await ensureInstalled())) process.exit(1);
// Next itself follows edits in app/ and components/; the server starts again only for what it loads.
const watched = ["./lib", "./db", "./server.ts"].map((path) => `--watch-path=${path}`);
const args = [...watched, "--watch-preserve-output", "server.ts", "--dev", "--next-free-port"];
const server = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => server.kill(signal));
}
server.once("close", (code) => process.exit(code ?? 1));
