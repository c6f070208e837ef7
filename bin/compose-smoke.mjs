import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { command } from "./support/command.mjs";
import { makeSecrets } from "./support/compose-secrets.mjs";
import { root } from "./support/paths.mjs";

/*
 * For people with Docker: builds the image, starts everything of docker-compose.yml that Heddle itself uses, under a project
 * of its own, and sees a webhook through it. `node bin/compose-smoke.mjs [--keep]`; with `--keep` it stays up afterwards.
 */
const MINUTE = 60_000;
const PROJECT = "heddle-smoke";
const PORT = process.env.HEDDLE_PORT ?? "3999";
const API_KEY = `hk_${randomBytes(20).toString("hex")}`;
const origin = `http://127.0.0.1:${PORT}`;

const env = {
  // A `.env` of this machine is for its own installation.
  COMPOSE_ENV_FILES: "/dev/null",
  COMPOSE_PROJECT_NAME: PROJECT,
  COMPOSE_PROFILES: "worker,redis",
  HEDDLE_PORT: PORT,
  HEDDLE_ROLE: "web",
  HEDDLE_OWNER_EMAIL: "owner@example.com",
  HEDDLE_OWNER_PASSWORD: randomBytes(20).toString("hex"),
  HEDDLE_OWNER_API_KEY: API_KEY,
  UPSTASH_REDIS_REST_URL: "http://redis-http:8080",
};

const compose = (/** @type {string[]} */ ...args) =>
  command("docker", ["compose", "--project-name", PROJECT, ...args], { env, timeoutMs: 20 * MINUTE });

let ok = false;
try {
  if (!existsSync(join(root, "docker", "secrets"))) console.log("Making secrets in docker/secrets.");
  makeSecrets(join(root, "docker", "secrets"));
  await need("docker compose", compose("version"));
  await need("the build", compose("build"));
  await need("the start", compose("up", "--detach", "--wait", "--wait-timeout", "300"));
  await ready();
  await webhook();
  ok = true;
  console.log("\nIt works: built, started, ready, and a webhook went through the worker.");
} catch (error) {
  console.error(`\nIt does not work: ${error instanceof Error ? error.message : error}`);
  await compose("ps", "--all");
  await compose("logs", "--tail", "100");
} finally {
  if (process.argv.includes("--keep"))
    console.log(`It stays up at ${origin}. End it: docker compose -p ${PROJECT} down -v`);
  else await compose("down", "--volumes", "--remove-orphans");
}
process.exit(ok ? 0 : 1);

async function need(/** @type {string} */ what, /** @type {ReturnType<typeof command>} */ running) {
  if (!(await running).ok) throw new Error(`${what} failed, see above`);
}

async function ready() {
  const body = await answer("GET", "/api/ready");
  const without = Object.entries(body.degraded).filter(([, problem]) => problem !== null);
  if (without.length > 0) throw new Error(`not everything is there: ${JSON.stringify(without)}`);
}

/** A wait is an effect: with HEDDLE_ROLE=web only the worker can have done it. */
async function webhook() {
  const node = (/** @type {string} */ id, /** @type {string} */ type, /** @type {object} */ config) => ({
    id,
    key: id,
    type,
    version: 1,
    config,
  });
  const document = {
    schemaVersion: 1,
    nodes: [
      node("hook", "trigger.webhook", { path: "smoke", methods: ["POST"], respond: "by-node" }),
      node("nap", "control.delay", { duration: "100ms" }),
      node("reply", "control.respond", { body: "{{ hook.body.number * 2 }}" }),
    ],
    edges: [
      { id: "e1", source: "hook", target: "nap" },
      { id: "e2", source: "nap", target: "reply" },
    ],
  };
  const { id } = await answer("POST", "/api/v1/workflows", { name: "Smoke", document });
  await answer("POST", `/api/v1/workflows/${id}/publish`, {});
  const given = await answer("POST", "/api/webhooks/smoke", { number: 21 });
  if (given !== 42) throw new Error(`the webhook answered ${JSON.stringify(given)} instead of 42`);
}

/** @returns {Promise<any>} */
async function answer(
  /** @type {string} */ method,
  /** @type {string} */ path,
  /** @type {unknown} */ body = undefined,
) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(MINUTE),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
