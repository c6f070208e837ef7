import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { startServerOfVersion } from "./testing/old-server.ts";
import { emptyDatabase } from "./testing.ts";

const migrations = fileURLToPath(new URL("./migrations", import.meta.url));

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let folder: string;
beforeEach(async () => {
  database = await emptyDatabase("template1");
  folder = mkdtempSync(join(tmpdir(), "heddle-migrations-"));
  cpSync(migrations, folder, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What a later release would bring. */
function addMigration(tag: string, sql: string): void {
  const file = join(folder, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as { entries: { idx: number; when: number }[] };
  const when = Math.max(...journal.entries.map((entry) => entry.when)) + 1;
  const entry = { idx: journal.entries.length, version: "7", when, tag, breakpoints: true };
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  writeFileSync(join(folder, `${tag}.sql`), sql);
}

test("an empty database gets the schema, and a second time nothing changes", async () => {
  await migrate(database.owner);
  const applied = "select count(*)::int as n from drizzle.__drizzle_migrations";
  const first = await query(applied);
  expect(await query("select to_regclass('runs')::text as name")).toEqual([{ name: "runs" }]);
  await migrate(database.owner);
  expect(await query(applied)).toEqual(first);
});

test("servers that start at once each find the schema whole", async () => {
  addMigration("9000_slow", "select pg_sleep(0.3);--> statement-breakpoint\ncreate table made_once (n int);");
  await Promise.all([1, 2, 3].map(() => migrate(database.owner, { folder })));
  expect(await query("select to_regclass('made_once')::text as name")).toEqual([{ name: "made_once" }]);
});

test("a schema newer than the code is refused and left as it is", async () => {
  addMigration("9000_later", "create table of_the_future (n int);");
  await migrate(database.owner, { folder });
  await expect(migrate(database.owner)).rejects.toMatchObject({
    code: "schema_newer",
    message: expect.stringContaining("newer Heddle"),
  });
  expect(await query("select to_regclass('of_the_future')::text as name")).toEqual([{ name: "of_the_future" }]);
  await migrate(database.owner, { folder });
});

test("a migration that fails changes nothing, and the next start goes on", async () => {
  addMigration("9000_broken", "create table half (n int);--> statement-breakpoint\nselect 1 / 0;");
  await expect(migrate(database.owner, { folder })).rejects.toThrow();
  expect(await query("select to_regclass('half')::text as name")).toEqual([{ name: null }]);
  await migrate(database.owner);
});

test("a server that does not answer is said not to", async () => {
  const connectionString = "postgresql://heddle@127.0.0.1:1/heddle";
  await expect(migrate({ connectionString })).rejects.toMatchObject({
    code: "database_unreachable",
    message: expect.stringContaining("DATABASE_URL"),
  });
});

test("a PostgreSQL before 15 is refused by its version", async () => {
  const old = await startServerOfVersion("140011", "14.11");
  await expect(migrate(old.connection)).rejects.toMatchObject({
    code: "postgres_too_old",
    message: expect.stringContaining("PostgreSQL 14.11"),
  });
  old.close();
});
