import { spawnSync } from "node:child_process";
import { aptInstall, isRootWithApt } from "./apt.mjs";

/** The tests of what several processes share start a real Redis. @returns {Promise<boolean>} */
export async function ensureRedis() {
  if (isThere()) return true;
  if (isRootWithApt()) {
    console.log("Installing the system's redis-server package…");
    await aptInstall("redis-server");
  }
  if (isThere()) return true;
  console.error("There is no redis-server. Install it: `apt-get install redis-server` or `brew install redis`.");
  return false;
}

function isThere() {
  return spawnSync("redis-server", ["--version"]).status === 0;
}
