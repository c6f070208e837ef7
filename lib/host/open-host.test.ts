import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EmbeddedConnection } from "#db/embedded/connection.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start.ts";
import { migrate } from "#db/migrate.ts";
import { parseEnv } from "../config/env.ts";
import { type OpenHost, openHost } from "./open-host.ts";
import { addressOf } from "./testing/server-process.ts";

let folder: string;
let said: string[];
let open: OpenHost | undefined;
let postgres: EmbeddedPostgres | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heddle-open-"));
  said = [];
});
afterEach(async () => {
  await open?.close();
  await postgres?.stop();
  open = postgres = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = async (env: Record<string, string>) => {
  const complete = { HEDDLE_DATA_DIR: join(folder, "data"), HEDDLE_SECRET_KEY: "k".repeat(32), PORT: "0", ...env };
  open = await openHost(parseEnv(complete), (line) => void said.push(line));
  return open.host;
};

async function ask(connection: EmbeddedConnection, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const whoWorks = `select session_user::text as login, current_user::text as role,
  (select count(*)::int from workspaces where slug = 'kept') as kept`;
const aboutDatabase = () => said.filter((line) => line.includes("Two database users"));

describe("the built-in database", () => {
  test("of a Heddle that had no such login is opened by it, with everything that was there", async () => {
    const dataDir = join(folder, "data");
    const before = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await migrate(before.owner);
    await ask(before.owner, "insert into workspaces (id, slug, name) values ('ws_kept', 'kept', 'Kept')");
    await ask(before.owner, `drop role ${before.connection.user}`);
    await ask(before.owner, "grant temporary on database heddle to public");
    await expect(ask(before.connection, "select 1")).rejects.toThrow("does not exist");
    await before.stop();

    for (const _ of ["the first time", "and again"]) {
      const { db } = await start({});
      expect((await db.engine.query(whoWorks)).rows).toEqual([
        { login: "heddle_login", role: "heddle_engine", kept: 1 },
      ]);
      // It would stand before the table of that name for whoever gets the connection next.
      await expect(ask(before.connection, "create temporary table workflows (n int)")).rejects.toThrow(
        "permission denied",
      );
      await ask(before.owner, "create temporary table workflows (n int)");
      expect(aboutDatabase()).toEqual([]);
      await open?.close();
      open = undefined;
    }
  });
});

describe("a database of one's own", () => {
  const password = randomBytes(8).toString("hex");

  /** A server as people get it from others: the owner of the database is no superuser. */
  async function startServer() {
    postgres = await startEmbeddedPostgres({ dataDir: join(folder, "server"), log: () => undefined });
    await ask(postgres.owner, `create role site login createrole password '${password}'`);
    await ask(postgres.owner, "create database site owner site");
    const place = { ...postgres.owner, database: "site" };
    const site = { ...place, user: "site" };
    return { site, make: (name: string, more = "") => makeUser(site, name, more) };
  }

  async function makeUser(site: EmbeddedConnection, name: string, more: string) {
    await ask(site, `create role "${name}" login password '${password}' ${more}`);
    return { ...site, user: name };
  }

  test("is migrated by its owner and used by one who gets nothing but the three roles", async () => {
    const { site, make } = await startServer();
    // Inherits, as users do that are made without a thought.
    const worker = await make("the worker");
    const env = { DATABASE_URL: addressOf(worker), DATABASE_MIGRATION_URL: addressOf(site) };
    const { db } = await start(env);
    expect((await db.engine.query(whoWorks)).rows).toEqual([{ login: "the worker", role: "heddle_engine", kept: 0 }]);
    expect(aboutDatabase()).toEqual([]);
    await expect(ask(worker, "select * from workspaces")).rejects.toThrow("permission denied");
    await expect(ask(worker, "create table made (n int)")).rejects.toThrow("permission denied");
    await expect(ask(worker, "set role site")).rejects.toThrow("permission denied");
    // The control: those roles, and the owner, may.
    await ask(worker, "begin; set local role heddle_engine; select * from workspaces");
    await ask(site, "select * from workspaces");

    await open?.close();
    const pooled = await make("pooled", "noinherit");
    const { db: again } = await start({
      ...env,
      DATABASE_URL: addressOf(pooled),
      DATABASE_DIRECT_URL: addressOf(worker),
    });
    expect((await again.withAuth((tx) => tx.execute(whoWorks))).rows).toMatchObject([{ login: "pooled" }]);
    expect((await again.engine.query(whoWorks)).rows).toMatchObject([{ login: "the worker" }]);
    expect(aboutDatabase()).toEqual([]);
  });

  test("works with its owner alone, and says how to separate", async () => {
    const { site } = await startServer();
    const { db } = await start({ DATABASE_URL: addressOf(site) });
    expect((await db.engine.query(whoWorks)).rows).toEqual([{ login: "site", role: "heddle_engine", kept: 0 }]);
    expect(aboutDatabase()).toEqual([expect.stringContaining('"site"')]);
  });

  test("says so as well where two addresses name one user", async () => {
    const { site } = await startServer();
    await start({ DATABASE_URL: addressOf(site), DATABASE_MIGRATION_URL: addressOf(site) });
    expect(aboutDatabase()).toHaveLength(1);
  });

  test.each(["createrole", "bypassrls", "superuser", "in role site", "in role strong"])(
    "says so of a user with %s",
    async (right) => {
      const { site } = await startServer();
      const mighty = { ...site, user: "mighty" };
      const { owner } = postgres as EmbeddedPostgres;
      await ask(owner, "create role strong bypassrls");
      await ask(owner, `create role mighty login ${right}`);
      await start({ DATABASE_URL: addressOf(mighty), DATABASE_MIGRATION_URL: addressOf(site) });
      expect(aboutDatabase()).toEqual([expect.stringContaining('"mighty"')]);
    },
  );

  test("is not opened by the lesser user alone", async () => {
    const { make } = await startServer();
    const worker = await make("worker");
    await expect(start({ DATABASE_URL: addressOf(worker) })).rejects.toMatchObject({
      code: "rights_missing",
      message: expect.stringContaining('"worker" may not change the schema of "site". Set DATABASE_MIGRATION_URL'),
    });
  });

  test("says which statement an administrator has to run where its owner may not give the roles", async () => {
    const { site, make } = await startServer();
    const { owner } = postgres as EmbeddedPostgres;
    for (const role of ["heddle_app", "heddle_engine", "heddle_auth"])
      await ask(owner, `create role ${role} noinherit`);
    await ask(owner, "grant heddle_app, heddle_engine, heddle_auth to site");
    const worker = await make("the worker");
    const env = { DATABASE_URL: addressOf(worker), DATABASE_MIGRATION_URL: addressOf(site) };
    const refusal = await start(env).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: "rights_missing" });
    const statement = /run once: {2}(GRANT .*;)$/.exec((refusal as Error).message)?.[1];
    await ask(owner, statement ?? "");
    const { db } = await start(env);
    expect((await db.engine.query(whoWorks)).rows).toMatchObject([{ login: "the worker" }]);
  });

  test("that does not answer is said not to", async () => {
    await expect(start({ DATABASE_URL: "postgresql://heddle@127.0.0.1:1/heddle" })).rejects.toMatchObject({
      code: "database_unreachable",
    });
  });
});
