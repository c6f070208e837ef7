import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
enableCompileCache(`${root}node_modules/.cache/compile`);
process.chdir(root);
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
const dev = process.argv.includes("--dev");
// React and Next choose their build by this when they are loaded. The types have it read-only for Next's sake.
(process.env as Record<string, string>).NODE_ENV = dev ? "development" : "production";

// A product that people host themselves reports to nobody.
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

// `--role worker` reads better in a service's command line than a variable.
const role = process.argv.indexOf("--role");
if (role > 0) process.env.HEDDLE_ROLE = process.argv[role + 1] ?? "";

const { run } = await import("./lib/host/run.ts");
await run({ dev, nextFreePort: process.argv.includes("--next-free-port") });
