import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseFolders, openDataFolder, openSocketFolder } from "./folders.ts";
import { initialiseCluster } from "./initialise.ts";
import { locateBinaries } from "./locate-binaries.ts";
import { ensurePostmaster, stopPostmaster } from "./postmaster.ts";
import { clusterOf, query, runInstance, startInstance, stopInstance, temporaryFolder } from "./testing/instance.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const isRoot = process.getuid?.() === 0;
const asOwnRoot = ["--user", "--map-root-user", "--mount"];
const canMount = spawnSync("unshare", [...asOwnRoot, "true"]).status === 0;

test("a data folder that is a file is named, with what to do", async () => {
  const file = join(folder.path, "taken");
  writeFileSync(file, "");
  const refusal = await runInstance(file);
  expect(refusal).toMatchObject({ code: "folder_unwritable" });
  expect(refusal).toHaveProperty("message", expect.stringContaining(file));
  expect(refusal).toHaveProperty("message", expect.stringContaining("HEDDLE_DATA_DIR"));
});

test.runIf(process.platform === "linux")("a data folder that may not be written to is named", async () => {
  const refusal = await runInstance("/sys/heddle");
  expect(refusal).toMatchObject({ code: "folder_unwritable" });
  expect(refusal).toHaveProperty("message", expect.stringContaining("/sys/heddle"));
});

test.runIf(canMount)("a full disk is said to be full, and a start with room then works", async () => {
  const disk = join(folder.path, "disk");
  mkdirSync(disk);
  const refusal = await runInstance(join(disk, "data"), onDiskOf("16m", disk));
  expect(refusal).toMatchObject({ code: "disk_full" });
  expect(refusal).toHaveProperty("message", expect.stringContaining(join(disk, "data")));

  const instance = await runInstance(join(disk, "data"), onDiskOf("300m", disk));
  expect(instance).toMatchObject({ adopted: false });
  if ("connection" in instance) await stopInstance(instance);
});

function onDiskOf(size: string, path: string): string[] {
  const script = `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`;
  return ["unshare", ...asOwnRoot, "sh", "-c", script, path];
}

test("a database of another PostgreSQL release is left alone", async () => {
  const cluster = clusterOf(folder.path);
  mkdirSync(cluster);
  writeFileSync(join(cluster, "PG_VERSION"), "17\n");
  const refusal = await runInstance(folder.path);
  expect(refusal).toMatchObject({ code: "cluster_version" });
  expect(readFileSync(join(cluster, "PG_VERSION"), "utf8")).toBe("17\n");
});

test.runIf(isRoot)(
  "root without namespaces runs PostgreSQL as nobody, from folders that nobody can reach",
  async () => {
    const openPlace = join(folder.path, "open");
    mkdirSync(openPlace, { mode: 0o711 });
    const closed = join(folder.path, "closed");
    mkdirSync(closed, { mode: 0o700 });
    // A first start as root's namespace leaves a database that has to move along.
    const before = await startInstance(join(closed, "data"));
    await query(before.owner, "create table kept as select 7 as n");
    await stopInstance(before);

    openPathTo(folder.path);
    const dataDir = openDataFolder(join(closed, "data"));
    const folders = chooseFolders(dataDir, locateBinaries(), "nobody", openPlace);
    expect(folders.cluster.startsWith(openPlace)).toBe(true);
    initialiseCluster(folders, "nobody", dataDir);
    const socketDir = openSocketFolder(dataDir, "nobody");
    const postmaster = await ensurePostmaster({ folders, identity: "nobody", dataDir, socketDir });
    try {
      if (process.platform === "linux") expect(statSync(`/proc/${postmaster.pid}`).uid).toBe(65_534);
      const connection = { host: postmaster.socketDir, port: postmaster.port, user: "heddle", database: "heddle" };
      expect(await query(connection, "select n from kept")).toEqual([{ n: 7 }]);
    } finally {
      await stopPostmaster(postmaster.pid);
    }
    // What was moved stays where it is, also once namespaces work again.
    const after = await startInstance(join(closed, "data"));
    expect(await query(after.owner, "select n from kept")).toEqual([{ n: 7 }]);
    await stopInstance(after);
  },
);

function openPathTo(path: string): void {
  const { status } = spawnSync("chmod", ["711", path]);
  expect(status).toBe(0);
}
