import { writeFile } from "node:fs/promises";
import path from "node:path";
import { envSchema } from "../lib/config/env.ts";
import { limits } from "../lib/config/limits.ts";

/**
 * Writes `docs/architecture/environment.md` from what the server parses: `node bin/generate-environment-docs.ts`.
 * A test fails when the page is stale.
 */
const PAGE = path.resolve(import.meta.dirname, "../docs/architecture/environment.md");

export function environmentDocs(): string {
  const defaults = envSchema.parse({}) as Record<string, unknown>;
  const rows = Object.entries(envSchema.shape).map(([name, { description }]) => {
    const value = defaults[name];
    const isNothing = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    const standard = isNothing ? "" : `\`${String(value)}\``;
    return `| \`${name}\` | ${standard} | ${description ?? ""} |`;
  });
  return `<!-- Written by bin/generate-environment-docs.ts from lib/config. Do not edit. -->
# The environment

Everything the server reads from its environment. It is parsed once, at start; what does not parse is named, and the
server does not start. Each may stand in a file instead, as secrets of containers do: \`HEDDLE_SECRET_KEY_FILE=/run/secrets/key\`.

| variable | default | meaning |
|---|---|---|
${rows.join("\n")}

## Limits

They stand in one table, \`lib/config/limits.ts\`. Times are in milliseconds, sizes in bytes.

| limit | value |
|---|---|
${Object.entries(limits)
  .map(
    ([name, value]) => `| \`${name}\` | ${typeof value === "number" ? value.toLocaleString("en-US") : String(value)} |`,
  )
  .join("\n")}
`;
}

if (import.meta.main) await writeFile(PAGE, environmentDocs());
