import { setTimeout as sleep } from "node:timers/promises";

/** Asks every `everyMs` until `condition` holds. @returns false when `timeoutMs` passed first */
export async function waitUntil(condition: () => boolean, timeoutMs: number, everyMs = 20): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await sleep(everyMs);
  }
  return true;
}
