import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { errorCode, errorMessage } from "#lib/errors.ts";
import { StartError } from "../start-error.ts";
import { canEnter, canExecute, handOver, type Identity, openForPassage } from "./drop-privileges.ts";
import { binariesIn, type PostgresBinaries } from "./locate-binaries.ts";

/** Where a cluster goes when nobody else may enter the data folder: a place that every user may pass through. */
const OPEN_PLACE = "/var/lib/heddle";
/** In the data folder: where its cluster is, once it had to be put elsewhere. */
const ELSEWHERE = "postgres-folder";
/** Socket paths end at 103 bytes on macOS and 107 on Linux; the socket's own name takes 18. */
const SOCKET_FOLDER_BYTES = 80;

export interface Folders {
  /** PostgreSQL's own data directory. */
  cluster: string;
  /** Where a new cluster is made before it is moved into place; on the same file system as `cluster`. */
  parent: string;
  binaries: PostgresBinaries;
}

/** The data folder, made if need be, as an absolute path without symlinks. */
export function openDataFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.write-test-${process.pid}`);
    writeFileSync(probe, "x");
    rmSync(probe, { force: true });
    return realpathSync(folder);
  } catch (error) {
    throw folderError(folder, error) ?? error;
  }
}

/** @returns what to tell a person about `error`, or undefined when it says nothing about the folder */
export function folderError(folder: string, error: unknown): StartError | undefined {
  const code = errorCode(error);
  const said = errorMessage(error);
  if (code === "ENOSPC" || code === "EDQUOT" || /no space left on device|disk quota exceeded/i.test(said)) {
    return new StartError(
      "disk_full",
      `The disk that holds Heddle's data folder ${folder} is full. Free at least 200 MB there, or set HEDDLE_DATA_DIR to a folder on another disk, and start again.`,
      error,
    );
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || /permission denied|read-only file/i.test(said)) {
    return new StartError(
      "folder_unwritable",
      `Heddle may not write to its data folder ${folder}. Give the user who starts Heddle write access to it, or set HEDDLE_DATA_DIR to a folder of its own.`,
      error,
    );
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StartError(
      "folder_unwritable",
      `Heddle's data folder ${folder} cannot be made: a file of that name, or on the way to it, exists. Remove it, or set HEDDLE_DATA_DIR to another folder.`,
      error,
    );
  }
  return undefined;
}

/** Finds places for cluster and programs that `identity` can reach, moving them to an open place if there is no other. */
export function chooseFolders(
  dataDir: string,
  binaries: PostgresBinaries,
  identity: Identity,
  openPlace: string = OPEN_PLACE,
): Folders {
  const recorded = recordedFolder(dataDir);
  if (recorded !== undefined) return inOpenPlace(recorded, binaries, identity);
  const here = { cluster: join(dataDir, "postgres"), parent: dataDir, binaries };
  if (identity !== "nobody") return here;
  openForPassage(dataDir);
  if (canEnter(identity, dataDir) && canExecute(identity, binaries.postgres)) return here;

  const place = join(openPlace, hashOf(dataDir));
  const folders = inOpenPlace(join(place, "postgres"), binaries, identity);
  if (existsSync(here.cluster)) {
    const copy = `${folders.cluster}.copy`;
    copyTree(here.cluster, copy);
    renameSync(copy, folders.cluster);
  }
  writeFileSync(join(dataDir, ELSEWHERE), `${folders.cluster}\n`);
  rmSync(here.cluster, { recursive: true, force: true });
  return folders;
}

/** Node's own copy gives folders new modes, and PostgreSQL wants its data directory closed. */
function copyTree(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync("cp", ["-RPp", from, to]);
}

function recordedFolder(dataDir: string): string | undefined {
  const file = join(dataDir, ELSEWHERE);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

function inOpenPlace(cluster: string, binaries: PostgresBinaries, identity: Identity): Folders {
  const parent = join(cluster, "..");
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  if (identity !== "nobody" || canExecute(identity, binaries.postgres)) return { cluster, parent, binaries };
  const copied = binariesIn(join(parent, "programs"));
  if (!canExecute(identity, copied.postgres)) {
    copyTree(binaries.root, copied.root);
    chmodSync(copied.root, 0o755);
  }
  return { cluster, parent, binaries: copied };
}

/** A folder for the socket that only we and PostgreSQL may enter; the same one every time if nobody else took its name. */
export function openSocketFolder(dataDir: string, identity: Identity): string {
  const name = `heddle-${hashOf(dataDir)}`;
  const base = Buffer.byteLength(join(tmpdir(), name)) <= SOCKET_FOLDER_BYTES ? tmpdir() : "/tmp";
  const folder = join(base, name);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  if (isOurs(folder)) {
    chmodSync(folder, 0o700);
    handOver(identity, folder);
    return folder;
  }
  const other = mkdtempSync(`${folder}-`);
  handOver(identity, other);
  return other;
}

/** Leaves nothing in the system's temporary folder. */
export function closeSocketFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another instance is starting in it.
  }
}

function isOurs(folder: string): boolean {
  const entry = lstatSync(folder);
  const us = process.getuid?.();
  return entry.isDirectory() && (entry.uid === us || (us === 0 && entry.uid === 65534));
}

function hashOf(dataDir: string): string {
  return createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
}
