import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "./client.ts";
import { postgresError } from "./postgres-error.ts";
import { sessions, users, workspaces } from "./schema/auth.ts";
import { outbox, runs } from "./schema/runs.ts";
import { workflows } from "./schema/workflows.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let database: TestDatabase;
const A = { workspaceId: "ws_a" };
const B = { workspaceId: "ws_b" };

beforeAll(async () => {
  database = await testDatabase();
  await database.db.withAuth(async (tx) => {
    await tx.insert(workspaces).values([
      { id: A.workspaceId, slug: "a", name: "A" },
      { id: B.workspaceId, slug: "b", name: "B" },
    ]);
  });
  await database.db.withWorkspace(A, (tx) => tx.insert(workflows).values(workflow("wf_a", A.workspaceId)));
  await database.db.withWorkspace(B, (tx) => tx.insert(workflows).values(workflow("wf_b", B.workspaceId)));
});
afterAll(() => database.close());

function workflow(id: string, workspaceId: string) {
  return { id, workspaceId, name: id, draft: { schemaVersion: 1 as const, nodes: [], edges: [] } };
}

const idsOf = async (tx: Tx) => (await tx.select({ id: workflows.id }).from(workflows)).map((row) => row.id);

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return postgresError(error)?.code;
  }
}

describe("withWorkspace", () => {
  test("shows a workspace its own rows only", async () => {
    expect(await database.db.withWorkspace(A, idsOf)).toEqual(["wf_a"]);
    expect(await database.db.withWorkspace(B, idsOf)).toEqual(["wf_b"]);
    const owner = new pg.Client(database.owner);
    await owner.connect();
    const { rows } = await owner.query("select id from workflows order by id");
    await owner.end();
    expect(rows).toEqual([{ id: "wf_a" }, { id: "wf_b" }]);
  });

  test("refuses rows for another workspace, and changes none of its rows", async () => {
    const foreign = database.db.withWorkspace(A, (tx) => tx.insert(workflows).values(workflow("wf_x", B.workspaceId)));
    expect(await codeOf(foreign)).toBe("42501");
    const moved = database.db.withWorkspace(A, (tx) => tx.update(workflows).set({ workspaceId: B.workspaceId }));
    expect(await codeOf(moved)).toBe("42501");
    const changed = await database.db.withWorkspace(A, (tx) =>
      tx.update(workflows).set({ name: "mine" }).where(eq(workflows.id, "wf_b")).returning(),
    );
    expect(changed).toEqual([]);
  });

  test("cannot touch what belongs to the engine or to signing in", async () => {
    for (const statement of [
      sql`select * from ${sessions}`,
      sql`select password_hash from ${users}`,
      sql`select * from ${outbox}`,
      sql`delete from ${runs}`,
      sql`drop table ${workflows}`,
    ]) {
      expect(await codeOf(database.db.withWorkspace(A, (tx) => tx.execute(statement)))).toBe("42501");
    }
  });

  test("leaves neither role nor scope on the connection", async () => {
    await database.db.withWorkspace(A, idsOf);
    await expect(database.db.withWorkspace(A, () => Promise.reject(new Error("stop")))).rejects.toThrow("stop");
    const seen = await database.db.withAuth(async (tx) => {
      const { rows } = await tx.execute(
        sql`select current_user as role, current_setting('heddle.workspace_id', true) as scope`,
      );
      return rows;
    });
    expect(seen).toEqual([{ role: "heddle_auth", scope: "" }]);
  });

  test("rolls back what a failing transaction wrote; a savepoint only its own part", async () => {
    const failing = database.db.withWorkspace(A, async (tx) => {
      await tx.insert(workflows).values(workflow("wf_lost", A.workspaceId));
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    await database.db.withWorkspace(A, async (tx) => {
      await tx.insert(workflows).values(workflow("wf_kept", A.workspaceId));
      const inner = tx.transaction(async (nested) => {
        await nested.insert(workflows).values(workflow("wf_inner", A.workspaceId));
        throw new Error("inner");
      });
      await expect(inner).rejects.toThrow("inner");
    });
    expect((await database.db.withWorkspace(A, idsOf)).sort()).toEqual(["wf_a", "wf_kept"]);
  });

  test("takes no workspace id that could be more than an id", async () => {
    const scope = { workspaceId: "x', true); reset role; --" };
    await expect(database.db.withWorkspace(scope, idsOf)).rejects.toThrow("workspace id");
  });
});

test("every table has row-level security, forced, and a policy", async () => {
  const { rows } = await database.db.engine.query(`
    select relname, relrowsecurity and relforcerowsecurity as forced,
      exists (select from pg_policy where polrelid = pg_class.oid) as has_policy
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !row.forced || !row.has_policy)).toEqual([]);
});

test("the three roles own nothing and cannot step around the policies", async () => {
  const { rows } = await database.db.engine.query(`
    select rolname, rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb as mighty,
      exists (select from pg_class where relowner = pg_roles.oid) as owns
    from pg_roles where rolname in ('heddle_app', 'heddle_engine', 'heddle_auth') order by 1`);
  expect(rows).toEqual(
    ["heddle_app", "heddle_auth", "heddle_engine"].map((rolname) => ({ rolname, mighty: false, owns: false })),
  );
});

test("engine connections act as the engine from their first query", async () => {
  const roles = await Promise.all(
    Array.from({ length: 8 }, () => database.db.engine.query<{ role: string }>("select current_user as role")),
  );
  expect(new Set(roles.map((result) => result.rows[0]?.role))).toEqual(new Set(["heddle_engine"]));
  expect(await codeOf(database.db.withEngine((tx) => tx.select().from(users)))).toBe("42501");
});

test("a connection that is cut fails its query, not the process, and the pool goes on", async () => {
  const cut = database.db.withWorkspace(A, async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const owner = new pg.Client(database.owner);
    await owner.connect();
    await owner.query("select pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
    await owner.end();
    return idsOf(tx);
  });
  await expect(cut).rejects.toThrow();
  expect(await database.db.withWorkspace(A, idsOf)).toContain("wf_a");
});
