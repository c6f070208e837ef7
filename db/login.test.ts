import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EmbeddedConnection } from "./embedded/connection.ts";
import { postgresError } from "./postgres-error.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let database: TestDatabase;
const A = { workspaceId: "ws_a" };

beforeAll(async () => {
  database = await testDatabase();
  await database.db.withAuth((tx) =>
    tx.execute("insert into workspaces (id, slug, name) values ('ws_a', 'a', 'A'), ('ws_b', 'b', 'B')"),
  );
  for (const workspaceId of ["ws_a", "ws_b"])
    await database.db.withWorkspace({ workspaceId }, (tx) =>
      tx.execute(
        `insert into workflows (id, workspace_id, name, draft) values ('wf_${workspaceId}', '${workspaceId}', 'W', '{}')`,
      ),
    );
});
afterAll(() => database.close());

async function as<T>(connection: EmbeddedConnection, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** What the last of the statements gives, or the SQLSTATE of the first that fails. */
const outcome = (connection: EmbeddedConnection, ...statements: string[]) =>
  as(connection, async (client) => {
    let rows: unknown[] = [];
    for (const statement of statements) {
      try {
        ({ rows } = await client.query(statement));
      } catch (error) {
        return postgresError(error)?.code;
      }
    }
    return rows;
  });

const REFUSED = "42501";
const OTHERS = "select id from workflows where workspace_id = 'ws_b'";

describe("who leaves the role of a transaction", () => {
  test("sees no rows, whatever workspace they name", async () => {
    const left = database.db.withWorkspace(A, async (tx) => {
      await tx.execute("reset role");
      return tx.execute(OTHERS);
    });
    await expect(left).rejects.toSatisfy((error) => postgresError(error)?.code === REFUSED);
    const renamed = database.db.withWorkspace(A, async (tx) => {
      await tx.execute("reset role");
      await tx.execute("select set_config('heddle.workspace_id', 'ws_b', true)");
      return tx.execute(OTHERS);
    });
    await expect(renamed).rejects.toSatisfy((error) => postgresError(error)?.code === REFUSED);
    // The control: they are there, and whoever owns the tables gets them.
    expect(await outcome(database.owner, OTHERS)).toEqual([{ id: "wf_ws_b" }]);
  });

  test("is the login on every connection: requests', the engine's, and those that listen", async () => {
    const asked = "select session_user::text as login";
    const login = [{ login: database.connection.user }];
    expect((await database.db.withWorkspace(A, (tx) => tx.execute(asked))).rows).toEqual(login);
    expect((await database.db.withAuth((tx) => tx.execute(asked))).rows).toEqual(login);
    expect((await database.db.withEngine((tx) => tx.execute(asked))).rows).toEqual(login);
    expect((await database.db.engine.query(asked)).rows).toEqual(login);
    expect(database.connection.user).not.toBe(database.owner.user);
  });
});

/** Each is something that an owner or a superuser may do. */
const mighty = [
  "create table made (n int)",
  "create schema made",
  "create function made() returns int language sql as 'select 1'",
  "alter table workflows disable row level security",
  "alter table workflows no force row level security",
  "drop policy own_workspace on workflows",
  "create policy everything on workflows for all to public using (true)",
  "alter table workflows rename to taken",
  "truncate workflows cascade",
  "drop table workflows cascade",
  "create role mighty superuser",
  "alter role current_user superuser",
  "alter role heddle_engine bypassrls",
  "grant pg_read_all_data to heddle_app",
  "set role heddle",
  "set session authorization heddle",
  "select pg_read_file('PG_VERSION')",
  "copy (select 1) to program 'cat > /dev/null'",
  "select * from drizzle.__drizzle_migrations",
];

describe.each(["none", "heddle_app", "heddle_engine", "heddle_auth"])("with the role %s the login may not", (role) => {
  test.each(mighty)("%s", async (statement) => {
    expect(await outcome(database.connection, `set role ${role}`, "begin", statement)).toBe(REFUSED);
  });
});

test("the owner may: each of them is a statement that PostgreSQL carries out", async () => {
  for (const statement of mighty)
    expect(await outcome(database.owner, "begin", statement), statement).toBeInstanceOf(Array);
});

test("the login owns nothing, inherits nothing, and is above no rule", async () => {
  const { user } = database.connection;
  const owned = `
    select count(*)::int as owned from pg_shdepend
    where refclassid = 'pg_authid'::regclass and refobjid = '${user}'::regrole and deptype = 'o'`;
  expect(await outcome(database.owner, owned)).toEqual([{ owned: 0 }]);
  const attributes = `
    select rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
    from pg_roles where rolname = '${user}'`;
  expect(await outcome(database.owner, attributes)).toEqual([
    {
      rolsuper: false,
      rolinherit: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: true,
      rolreplication: false,
      rolbypassrls: false,
    },
  ]);
  const memberships = `
    select roleid::regrole::text as role, admin_option, inherit_option, set_option
    from pg_auth_members where member = '${user}'::regrole order by 1`;
  expect(await outcome(database.owner, memberships)).toEqual(
    ["heddle_app", "heddle_auth", "heddle_engine"].map((role) => ({
      role,
      admin_option: false,
      inherit_option: false,
      set_option: true,
    })),
  );
});
