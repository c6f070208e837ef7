import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const hex = () => randomBytes(32).toString("hex");

/** In this order: the addresses of the database hold passwords. @type {Record<string, (read: (name: string) => string) => string>} */
const secrets = {
  heddle_secret_key: hex,
  postgres_password: hex,
  login_postgres_password: hex,
  database_url: (read) => `postgresql://heddle_login:${read("login_postgres_password")}@postgres:5432/heddle`,
  database_migration_url: (read) => `postgresql://heddle:${read("postgres_password")}@postgres:5432/heddle`,
  redis_token: hex,
  inngest_event_key: hex,
  inngest_signing_key: hex,
  inngest_postgres_password: hex,
  minio_user: () => "heddle",
  minio_password: hex,
};

/**
 * Makes the secrets of docker-compose.yml that are missing; those that are there stay as they are. The containers' users
 * have to read the files, so it is the folder that keeps everybody else on this machine out.
 * @param {string} folder
 * @returns {string[]} names of those made
 */
export function makeSecrets(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8").trim();
  const missing = Object.entries(secrets).filter(([name]) => !existsSync(join(folder, name)));
  for (const [name, make] of missing) writeFileSync(join(folder, name), `${make(read)}\n`, { mode: 0o644 });
  return missing.map(([name]) => name);
}
