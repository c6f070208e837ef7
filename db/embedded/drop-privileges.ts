import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

/** The uid and gid called `nobody` nearly everywhere; PostgreSQL refuses to run as root. */
const NOBODY = 65534;
const UNSHARE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, "--"];

/**
 * As whom PostgreSQL runs:
 * - `self`: as the user who started the product;
 * - `namespace`: the same user outside, nobody as far as PostgreSQL can see. Files stay root's, so a clone in root's own
 *   closed home works;
 * - `nobody`: another user for real, where namespaces are not allowed. Every folder on the way must be open to it.
 */
export type Identity = "self" | "namespace" | "nobody";

export interface Command {
  file: string;
  args: string[];
  uid?: number;
  gid?: number;
}

export function chooseIdentity(postgres: string): Identity {
  if (!isRoot() && hasName()) return "self";
  if (succeeds(asIdentity("namespace", postgres, ["--version"]))) return "namespace";
  return isRoot() ? "nobody" : "self";
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Containers may run us under a number that belongs to no user; PostgreSQL asks for the user's name, and gives up. */
function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

export function asIdentity(identity: Identity, file: string, args: string[]): Command {
  if (identity === "self") return { file, args };
  if (identity === "namespace") return { file: "unshare", args: [...UNSHARE, file, ...args] };
  return { file, args, uid: NOBODY, gid: NOBODY };
}

export function canExecute(identity: Identity, file: string): boolean {
  return succeeds(asIdentity(identity, file, ["--version"]));
}

export function canEnter(identity: Identity, folder: string): boolean {
  return succeeds(asIdentity(identity, "/bin/sh", ["-c", 'cd "$1"', "sh", folder]));
}

/** Lets other users pass through `folder` without letting them list it. */
export function openForPassage(folder: string): void {
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011);
}

/** Makes everything in `path` belong to whom PostgreSQL is on disk, if root may do so and it does not yet. */
export function handOver(identity: Identity, path: string): void {
  if (!isRoot()) return;
  const owner = identity === "nobody" ? NOBODY : 0;
  if (lstatSync(path).uid !== owner) chownTree(path, owner);
}

function chownTree(path: string, owner: number): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  if (entry.isDirectory()) for (const name of readdirSync(path)) chownTree(join(path, name), owner);
  chownSync(path, owner, owner);
}

function succeeds(command: Command): boolean {
  const { uid, gid } = command;
  const result = spawnSync(command.file, command.args, { cwd: "/", stdio: "ignore", timeout: 10_000, uid, gid });
  return result.status === 0;
}
