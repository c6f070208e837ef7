import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAlive, postgresProcessesIn } from "./process-table.ts";
import {
  clusterOf,
  killEverything,
  killServer,
  query,
  runInstance,
  startInstance,
  stopInstance,
  temporaryFolder,
} from "./testing/instance.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const linux = process.platform === "linux";

describe("an ordinary start", () => {
  test("makes the database, keeps it over a stop, and leaves nothing running", async () => {
    const first = await startInstance(folder.path);
    await query(first.owner, "create table kept (n int)");
    await stopInstance(first);
    expect(isAlive(first.pid)).toBe(false);
    expect(existsSync(join(clusterOf(folder.path), "postmaster.pid"))).toBe(false);
    expect(existsSync(first.connection.host)).toBe(false);

    const second = await startInstance(folder.path);
    expect(second.adopted).toBe(false);
    expect(await query(second.owner, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await stopInstance(second);
  });

  test("writes durably, and is reached only through a socket in a folder that is closed to others", async () => {
    const instance = await startInstance(folder.path);
    const names = ["fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "server_encoding"];
    const columns = names.map((name) => `current_setting('${name}') as ${name}`).join(", ");
    expect(await query(instance.owner, `select ${columns}`)).toEqual([
      {
        fsync: "on",
        synchronous_commit: "on",
        full_page_writes: "on",
        listen_addresses: "",
        server_encoding: "UTF8",
      },
    ]);
    expect(statSync(instance.connection.host).mode & 0o777).toBe(0o700);
    await stopInstance(instance);
  });

  test.runIf(linux)("PostgreSQL sees nothing of the server's environment", async () => {
    const instance = await startInstance(folder.path, { HEDDLE_SECRET_KEY: "never-to-be-seen", PGPORT: "1" });
    const environment = readFileSync(`/proc/${instance.pid}/environ`, "utf8");
    expect(environment).toContain("LC_ALL=C");
    expect(environment).not.toContain("never-to-be-seen");
    expect(environment).not.toContain("PGPORT");
    await stopInstance(instance);
  });
});

describe("after a kill", () => {
  test("of the server alone, its postmaster is taken over", async () => {
    const first = await startInstance(folder.path);
    await query(first.owner, "create table kept (n int)");
    await killServer(first);
    expect(isAlive(first.pid)).toBe(true);

    const second = await startInstance(folder.path);
    expect(second).toMatchObject({ adopted: true, pid: first.pid });
    await query(second.owner, "insert into kept values (1)");
    await stopInstance(second);
    expect(isAlive(first.pid)).toBe(false);
  });

  test("of everything, what was committed is there", async () => {
    const first = await startInstance(folder.path);
    await query(first.owner, "create table kept as select 7 as n");
    await killEverything(first, folder.path);
    expect(existsSync(join(clusterOf(folder.path), "postmaster.pid"))).toBe(true);

    const second = await startInstance(folder.path);
    expect(second.adopted).toBe(false);
    expect(await query(second.owner, "select n from kept")).toEqual([{ n: 7 }]);
    await stopInstance(second);
  });

  test("of everything, a pid file and a socket lock that name somebody else's process are stale", async () => {
    const first = await startInstance(folder.path);
    const socket = join(first.connection.host, ".s.PGSQL.5432");
    await killEverything(first, folder.path);
    const stranger = spawn("sleep", ["600"], { stdio: "ignore" });
    await once(stranger, "spawn");
    for (const file of [join(clusterOf(folder.path), "postmaster.pid"), `${socket}.lock`]) {
      const [, ...rest] = readFileSync(file, "utf8").split("\n");
      writeFileSync(file, [stranger.pid, ...rest].join("\n"));
    }

    const second = await startInstance(folder.path);
    expect(second.adopted).toBe(false);
    expect(await query(second.owner, "select 1 as n")).toEqual([{ n: 1 }]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
    await stopInstance(second);
  });

  test.runIf(linux)("of the postmaster, children that still hold the folder are ended", async () => {
    const first = await startInstance(folder.path);
    const children = postgresProcessesIn(clusterOf(folder.path)).filter((pid) => pid !== first.pid);
    expect(children.length).toBeGreaterThan(0);
    // A stopped process cannot notice that its postmaster is gone.
    for (const pid of children) process.kill(pid, "SIGSTOP");
    await killServer(first);
    process.kill(first.pid, "SIGKILL");

    const second = await startInstance(folder.path);
    expect(children.filter(isAlive)).toEqual([]);
    expect(await query(second.owner, "select 1 as n")).toEqual([{ n: 1 }]);
    await stopInstance(second);
  });

  test("in the middle of making the database, it is made anew and the unfinished one is removed", async () => {
    const ended = spawn("true");
    await once(ended, "exit");
    const unfinished = join(folder.path, `postgres.new-${ended.pid}`);
    mkdirSync(join(unfinished, "base"), { recursive: true });

    const instance = await startInstance(folder.path);
    expect(readdirSync(folder.path).filter((name) => name.startsWith("postgres.new"))).toEqual([]);
    await stopInstance(instance);
  });
});

describe("while the server runs", () => {
  test.each(["SIGKILL", "SIGINT"] as const)("a postmaster ended by %s is started again", async (signal) => {
    const instance = await startInstance(folder.path);
    await query(instance.owner, "create table kept as select 7 as n");
    process.kill(instance.pid, signal);
    await expect.poll(() => isAlive(instance.pid), { timeout: 10_000 }).toBe(false);
    await expect
      .poll(() => query(instance.owner, "select n from kept").catch(() => "away"), { timeout: 15_000 })
      .toEqual([{ n: 7 }]);
    await stopInstance(instance);
    expect(postgresProcessesIn(clusterOf(folder.path))).toEqual([]);
  });
});

describe("two instances on one folder", () => {
  test("the second is refused with a sentence, and the first goes on", async () => {
    const first = await startInstance(folder.path);
    const second = await runInstance(folder.path);
    expect(second).toMatchObject({ code: "already_running" });
    expect(second).toHaveProperty("message", expect.stringContaining(folder.path));
    expect(await query(first.owner, "select 1 as n")).toEqual([{ n: 1 }]);
    await stopInstance(first);
  });

  test("two first starts at once end with one owner", async () => {
    const both = await Promise.all([runInstance(folder.path), runInstance(folder.path)]);
    const refused = both.filter((one) => "code" in one);
    const owners = both.filter((one) => "connection" in one);
    expect(refused).toEqual([expect.objectContaining({ code: "already_running" })]);
    for (const owner of owners) {
      expect(await query(owner.owner, "select 1 as n")).toEqual([{ n: 1 }]);
      await stopInstance(owner);
    }
  });
});
