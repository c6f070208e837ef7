import { readFileSync } from "node:fs";
import { z } from "zod";
import { errorMessage } from "../errors.ts";
import { isCallerRule } from "../nodes/trigger-webhook/caller-rule.ts";
import { limits } from "./limits.ts";

const flag = z
  .enum(["0", "1", "true", "false"])
  .optional()
  .transform((value) => value === "1" || value === "true");
const optional = z.string().optional();
const perMinute = z.coerce.number().int().min(0).max(10_000_000);
const addresses = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((rule) => rule.trim() || []))
  .refine((rules) => rules.every(isCallerRule), "Give addresses or ranges, such as 10.0.0.0/8, with commas between.");

/**
 * Everything the environment can say, with what it means. Parsed once, at start. The descriptions are what
 * `docs/architecture/environment.md` shows.
 */
export const envSchema = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe("Port of the one server; 0 takes any that is free."),
  HOSTNAME: z
    .string()
    .default("127.0.0.1")
    .describe("Address to listen on. As it is, only this machine can connect; `0.0.0.0` lets others in."),
  HEDDLE_DATA_DIR: z
    .string()
    .default(".heddle")
    .describe("Folder of the built-in database, the secret key and the instances' ids. Back it up."),
  HEDDLE_URL: optional.describe("Public address, as people and webhooks reach it: `https://flows.example.com`."),
  DATABASE_URL: optional.describe(
    "Any PostgreSQL from 15 on; absent: the built-in one. Hosts under `neon.tech` are spoken to over WebSockets.",
  ),
  DATABASE_DIRECT_URL: optional.describe(
    "The same database without the pooler before it: for the engine, LISTEN, migrations and advisory locks.",
  ),
  DATABASE_MIGRATION_URL: optional.describe(
    "The same database, without a pooler, as the user who owns it: for migrations alone. The user in `DATABASE_URL` may then be one who owns nothing.",
  ),
  HEDDLE_RUNTIME: z
    .enum(["embedded", "inngest"])
    .default("embedded")
    .describe("What drives runs: this process, or an Inngest server."),
  HEDDLE_ROLE: z
    .enum(["all", "web", "worker"])
    .default("all")
    .describe("What this process does: pages and webhooks (`web`), effects and schedules (`worker`), or both."),
  HEDDLE_SECRET_KEY: optional.describe("Master key; generated into the data folder when absent."),
  HEDDLE_SECRET_KEY_PREVIOUS: optional.describe(
    "The master key before this one, for as long as credentials are still sealed with it (docs/guides/credentials.md).",
  ),
  HEDDLE_OWNER_EMAIL: optional.describe("Makes the owner on the first start, together with the password."),
  HEDDLE_OWNER_PASSWORD: optional.describe("Password of that owner."),
  HEDDLE_OWNER_API_KEY: optional.describe("An `hk_…` key with all scopes for the owner made from the two above."),
  HEDDLE_ALLOW_LOOPBACK: flag.describe(
    "`1` lets workflows call this machine's own addresses. Not where people share an instance.",
  ),
  HEDDLE_TRUSTED_PROXIES: addresses.describe(
    "Addresses or ranges of the reverse proxies before it, with commas between: their `X-Forwarded-For` is believed. One on this machine always is.",
  ),
  HEDDLE_API_PER_MINUTE: perMinute
    .default(limits.apiPerMinute)
    .describe("Requests a minute that one person or API key may make; 0: as many as they like."),
  HEDDLE_WEBHOOKS_PER_MINUTE: perMinute
    .default(0)
    .describe("Calls a minute that a webhook takes when its trigger says nothing else; 0: as many as come."),
  UPSTASH_REDIS_REST_URL: optional.describe(
    "A Redis over Upstash's REST interface, shared by all processes: for rate limits, cache and signals.",
  ),
  UPSTASH_REDIS_REST_TOKEN: optional.describe("Token of that Redis."),
  MILVUS_ADDRESS: optional.describe(
    "Milvus server that searches knowledge bases by meaning, `host:port`; absent: a built-in index, in memory.",
  ),
  MILVUS_TOKEN: optional.describe("Key of that server, or `user:password`."),
  INNGEST_BASE_URL: optional.describe("Address of a self-hosted Inngest server."),
  INNGEST_EVENT_KEY: optional.describe("Key with which events are sent to Inngest."),
  INNGEST_SIGNING_KEY: optional.describe("Key with which Inngest signs its calls; others are refused."),
  INNGEST_DEV: optional.describe("`1` for an Inngest dev server, which signs nothing."),
  INNGEST_SERVE_ORIGIN: optional.describe(
    "Where Inngest reaches this process, when that is not its own or the public address.",
  ),
});

export type Env = z.infer<typeof envSchema>;

/**
 * What is set to nothing counts as not set: compose files and shells leave variables so. Every variable may stand in a file
 * instead, which `<name>_FILE` names: secrets of containers come so.
 * @throws Error that names each variable that does not parse
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const problems: string[] = [];
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  for (const name of Object.keys(envSchema.shape)) {
    const file = set[`${name}_FILE`];
    if (file === undefined) continue;
    try {
      if (set[name] !== undefined) throw new Error(`${name} is set too. Unset one of them.`);
      set[name] = readFileSync(file, "utf8").trim() || undefined;
    } catch (error) {
      problems.push(`  ${name}_FILE: ${errorMessage(error)}`);
    }
  }
  const result = envSchema.safeParse(set);
  if (!result.success)
    problems.push(...result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`));
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = set;
  if ((url === undefined) !== (token === undefined))
    problems.push("  UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN: set both, or none.");
  if (result.success && problems.length === 0) return result.data;
  throw new Error(`The environment does not parse:\n${problems.join("\n")}`);
}
