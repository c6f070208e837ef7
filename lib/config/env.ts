import { z } from "zod";

const flag = z
  .enum(["0", "1", "true", "false", ""])
  .optional()
  .transform((value) => value === "1" || value === "true");
const optional = z
  .string()
  .optional()
  .transform((value) => (value === "" ? undefined : value));

/** Everything the environment can say, with what it means. Parsed once, at start. */
export const envSchema = z.object({
  /** Port of the one server. Default 3000. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Address to listen on. Default: loopback only. */
  HOSTNAME: z.string().default("127.0.0.1"),
  /** Folder of the embedded database, the secret key and the instance ids. */
  HEDDLE_DATA_DIR: z.string().default(".heddle"),
  /** Public address, as people and webhooks reach it. */
  HEDDLE_URL: optional,
  /** Any PostgreSQL from 15 on; absent: the embedded one. */
  DATABASE_URL: optional,
  /** Direct address behind a pooler: engine connections, LISTEN, migrations, advisory locks. */
  DATABASE_DIRECT_URL: optional,
  HEDDLE_RUNTIME: z.enum(["embedded", "inngest"]).default("embedded"),
  HEDDLE_ROLE: z.enum(["all", "web", "worker"]).default("all"),
  /** Master key; generated into the data folder when absent. */
  HEDDLE_SECRET_KEY: optional,
  HEDDLE_OWNER_EMAIL: optional,
  HEDDLE_OWNER_PASSWORD: optional,
  /** An `hk_…` key with all scopes for the owner made from the two above. */
  HEDDLE_OWNER_API_KEY: optional,
  /** Lets workflows call this machine's own loopback addresses. */
  HEDDLE_ALLOW_LOOPBACK: flag,
  INNGEST_BASE_URL: optional,
  INNGEST_EVENT_KEY: optional,
  INNGEST_SIGNING_KEY: optional,
  INNGEST_DEV: optional,
  /** Where Inngest reaches this process, when that is not its own or the public address. */
  INNGEST_SERVE_ORIGIN: optional,
});

export type Env = z.infer<typeof envSchema>;

/** @throws Error that names each variable that does not parse */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = envSchema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment does not parse:\n${lines.join("\n")}`);
}
