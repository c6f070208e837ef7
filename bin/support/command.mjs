import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

/**
 * Runs a program in the clone and waits for it. Its whole process group is ended after `timeoutMs`.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, quiet?: boolean }} [options] `quiet` keeps the output back
 *   and gives it in the result
 * @returns {Promise<{ ok: boolean, timedOut: boolean, output: string }>}
 */
export function command(file, args, options = {}) {
  const { timeoutMs = 10 * 60_000, quiet = false } = options;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      detached: true,
    });
    let output = "";
    let timedOut = false;
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      // A group of its own: a test runner's workers and browsers end with it.
      if (child.pid !== undefined) end(child.pid, signal);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop("SIGTERM");
      setTimeout(() => stop("SIGKILL"), 10_000).unref();
    }, timeoutMs);
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      stop(signal);
      process.exitCode = 130;
    };
    for (const signal of forwarded) process.on(signal, forward);
    const settle = (/** @type {boolean} */ ok) => {
      clearTimeout(timer);
      for (const signal of forwarded) process.off(signal, forward);
      resolve({ ok: ok && !timedOut, timedOut, output });
    };
    child.once("error", (error) => {
      output += error.message;
      settle(false);
    });
    child.once("close", (code) => settle(code === 0));
  });
}

/** @type {NodeJS.Signals[]} */
const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/** @param {number} group @param {NodeJS.Signals} signal */
function end(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended by itself.
  }
}
