import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { envSchema, parseEnv } from "#lib/config/env.ts";
import { makeSecrets } from "../bin/support/compose-secrets.mjs";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Service {
  image: string;
  user?: string;
  profiles?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  ports?: string[];
  volumes?: string[];
  networks: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string } } };
}

const compose = parse(read("docker-compose.yml"), { merge: true }) as {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

/** What `docker compose` makes of `${NAME:-default}` and `${NAME:+other}`. */
function filledIn(text: string, env: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(:[-+])([^}]*)\}/g, (_, name: string, kind: string, word: string) => {
    const value = env[name] ?? "";
    if (kind === ":-") return value === "" ? word : value;
    return value === "" ? "" : word;
  });
}

function validator() {
  const { $schema: _, ...schema } = JSON.parse(read("docker/compose-spec/compose-spec.json"));
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

test("is a compose file as the Compose Specification has it", () => {
  const validate = validator();
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
  // The control: what is wrong is found.
  expect(validate({ ...compose, services: { app: { image: 1, colour: "red" } } })).toBe(false);
});

describe("every service", () => {
  test.each(services)("%s may do no more than it has to", (name, service) => {
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.security_opt).toContain("no-new-privileges:true");
    expect(service.deploy?.resources?.limits).toEqual({
      cpus: expect.stringMatching(/^\d+$/),
      memory: expect.stringMatching(/^\d+[mg]$/),
    });
    // These store into volumes that belong to root, and it is all that they may do with it.
    const isRoot = ["etcd", "minio", "milvus"].includes(name);
    expect(service.user === undefined).toBe(isRoot);
    expect(service.user ?? "").not.toMatch(/^(root|0)\b/);
    expect(service.read_only === true).toBe(name !== "milvus");
  });

  test.each(services)("%s says when it is well, and waits for those it needs", (_, service) => {
    expect(service.healthcheck?.test[0]).toBe("CMD");
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe("service_healthy");
      // Never one of another profile: it would not be started.
      const theirs = compose.services[other]?.profiles ?? [];
      expect(theirs.every((profile) => service.profiles?.includes(profile))).toBe(true);
    }
  });

  test.each(services)("%s is pinned to a version, and everything it names is there", (_, service) => {
    expect(service.image).toMatch(/:(?!latest)[\w.-]+$/);
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    for (const network of service.networks) expect(compose.networks).toHaveProperty(network);
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith(".")) expect(statSync(join(root, source)).isDirectory()).toBe(true);
      else expect(compose.volumes).toHaveProperty([source]);
    }
  });

  test.each(services)("%s has its secrets as files", (_, service) => {
    const text = JSON.stringify(service);
    const used = [...text.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name]) => name);
    for (const name of used) expect(service.secrets).toContain(name);
    for (const [name, value] of Object.entries(service.environment ?? {}))
      if (/PASSWORD|TOKEN|SECRET|KEY/.test(name) && !name.startsWith("HEDDLE_OWNER_"))
        expect([name, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringContaining("/run/secrets/")]);
  });
});

test("only the app is reached from outside, and only from this machine", () => {
  const published = services.filter(([, { ports }]) => ports !== undefined);
  expect(published.map(([name]) => name)).toEqual(["app"]);
  for (const port of compose.services.app?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(compose.networks.inside?.internal).toBe(true);
  for (const [name, { networks }] of services)
    expect([name, networks.includes("outside")]).toEqual([name, name === "app" || name === "worker"]);
});

describe("what the processes of Heddle are told", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "heddle-compose-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const told = (service: string, env: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(compose.services[service]?.environment ?? {}).map(([name, value]) => [
        name,
        filledIn(value, env).replace("/run/secrets", folder),
      ]),
    );

  test("every secret is made, once", () => {
    expect(makeSecrets(folder).sort()).toEqual(Object.keys(compose.secrets).sort());
    const key = readFileSync(join(folder, "heddle_secret_key"), "utf8");
    rmSync(join(folder, "redis_token"));
    expect(makeSecrets(folder)).toEqual(["redis_token"]);
    expect(readFileSync(join(folder, "heddle_secret_key"), "utf8")).toBe(key);
  });

  test("Heddle works as a user that the database's first start makes, and migrates as its owner", () => {
    const secret = (name: string) => readFileSync(join(folder, name), "utf8").trim();
    const user = (name: string) => {
      const { username, password } = new URL(secret(name));
      return { username, password };
    };
    const login = { username: "heddle_login", password: secret("login_postgres_password") };
    expect(user("database_url")).toEqual(login);
    const { POSTGRES_USER, POSTGRES_PASSWORD_FILE } = compose.services.postgres?.environment ?? {};
    const password = secret(POSTGRES_PASSWORD_FILE?.replace("/run/secrets/", "") ?? "");
    expect(user("database_migration_url")).toEqual({ username: POSTGRES_USER, password });
    expect(password).not.toBe(login.password);
    const script = read("docker/postgres/login.sh");
    expect(script).toContain(`create role ${login.username} login noinherit password :'password';`);
    const [, file] = /cat \/run\/secrets\/(\w+)/.exec(script) ?? [];
    expect(file).toBe("login_postgres_password");
    expect(compose.services.postgres?.secrets).toContain(file);
  });

  test.each(["app", "worker"])("%s starts with nothing else set", (service) => {
    const env = parseEnv(told(service, {}));
    expect(env).toMatchObject({ HOSTNAME: "0.0.0.0", PORT: 3000, HEDDLE_RUNTIME: "embedded" });
    expect(env.DATABASE_URL).toMatch(/^postgresql:\/\/heddle_login:\w{64}@postgres:5432\/heddle$/);
    expect(env.DATABASE_MIGRATION_URL).toMatch(/^postgresql:\/\/heddle:\w{64}@postgres:5432\/heddle$/);
    expect(env.HEDDLE_SECRET_KEY).toHaveLength(64);
    expect(env.UPSTASH_REDIS_REST_TOKEN).toBeUndefined();
    expect(env.INNGEST_SIGNING_KEY).toBeUndefined();
    expect(env.MILVUS_ADDRESS).toBeUndefined();
  });

  test.each(["app", "worker"])(
    "%s takes everything that the example offers, and no variable that nobody reads",
    (service) => {
      const offered = Object.fromEntries(
        [...read("docker/example.env").matchAll(/^#(\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
      );
      const env = parseEnv(told(service, offered));
      expect(env).toMatchObject({
        HEDDLE_URL: "https://flows.example.com",
        HEDDLE_TRUSTED_PROXIES: ["172.16.0.0/12"],
        UPSTASH_REDIS_REST_TOKEN: expect.stringMatching(/^\w{64}$/),
        MILVUS_ADDRESS: "milvus:19530",
        HEDDLE_RUNTIME: "inngest",
        INNGEST_SIGNING_KEY: expect.stringMatching(/^[0-9a-f]{64}$/),
        INNGEST_SERVE_ORIGIN: "http://worker:3000",
      });
      for (const name of Object.keys(compose.services[service]?.environment ?? {}))
        expect(envSchema.shape).toHaveProperty(name.replace(/_FILE$/, ""));
      // Addresses within lead to services, over a network that both are in.
      for (const address of [env.MILVUS_ADDRESS, env.UPSTASH_REDIS_REST_URL, env.INNGEST_BASE_URL]) {
        const host = /([\w-]+):\d+$/.exec(address ?? "")?.[1] ?? "";
        expect(compose.services[host]?.networks).toContain("inside");
        expect(compose.services[service]?.networks).toContain("inside");
      }
      for (const name of Object.keys(offered)) expect(read("docker-compose.yml")).toContain(name);
    },
  );
});

describe("the image", () => {
  const lines = read("Dockerfile").split("\n");

  test("is built in one stage, and serves as nobody special in another", () => {
    const stages = lines.filter((line) => line.startsWith("FROM "));
    expect(stages).toHaveLength(2);
    const last = lines.slice(lines.lastIndexOf(stages[1] as string));
    expect(last).toContain("USER node");
    expect(last.some((line) => line.startsWith("HEALTHCHECK"))).toBe(true);
    expect(last.some((line) => /npm|apt/.test(line))).toBe(false);
  });

  test("gets nothing of this machine: only what is named goes in", () => {
    const ignored = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(ignored[0]).toBe("*");
    const let_in = ignored.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    for (const path of let_in) expect(() => statSync(join(root, path))).not.toThrow();
    for (const secret of ["docker", ".env", ".heddle", ".git", "node_modules", ".next"])
      expect(let_in).not.toContain(secret);
  });
});
