import { existsSync } from "node:fs";
import { command } from "./command.mjs";

export function isRootWithApt() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Installs one of the distribution's packages; what went wrong is printed. @returns {Promise<boolean>} */
export async function aptInstall(/** @type {string} */ name) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await command("apt-get", ["update", "-qq"], { env, timeoutMs: 2 * 60_000, quiet: true });
  const install = ["install", "-y", "-qq", "--no-install-recommends", name];
  const { ok, output } = await command("apt-get", install, { env, timeoutMs: 4 * 60_000, quiet: true });
  if (!ok) console.error(output);
  return ok;
}
