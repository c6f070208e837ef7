import type { LocalRuntime } from "./adapters/local/local-runtime.ts";
import type { RunStore } from "./ports.ts";
import type { RemoteRuntime } from "./run-service.ts";

const POLL_MS = 1_000;
const MOST_AT_ONCE = 50;

/** Takes on runs that may go on and that nobody walks: admitted, woken, given up, left behind by a dead process. */
export interface RunPoller {
  /** Looks now: somebody has said that there is something to find. */
  wake(): void;
  close(): Promise<void>;
}

export function startRunPoller(options: {
  store: RunStore;
  local: LocalRuntime;
  owner: string;
  /** Set where admitted runs are driven by another runtime. */
  remote?: RemoteRuntime;
  isSafe(): boolean;
  now(): number;
  log(line: string): void;
}): RunPoller {
  const { store, local, owner, now } = options;
  let round: Promise<void> = Promise.resolve();
  let isOver = false;
  let isBroken = false;
  let isLooking = false;
  let isToLookAgain = false;
  /** What was cancelled or taken over by another process is told to stop. */
  const watchOver = async () => {
    const { remote } = options;
    const watched = [{ owner, walks: local }, ...(remote?.walks ? [{ owner: remote.owner, walks: remote.walks }] : [])];
    for (const { owner: holder, walks } of watched) {
      const { active } = walks;
      if (active.length === 0) continue;
      for (const runId of await store.lostAmong(active, holder)) walks.abort(runId);
    }
  };
  const look = async () => {
    if (local.room === 0 || !options.isSafe()) return;
    const claimed = await store.claim({ owner, limit: Math.min(MOST_AT_ONCE, local.room), now: now() });
    await Promise.all(claimed.map((run) => local.adopt(run)));
    const admitted = await store.admit({
      owner: options.remote?.owner ?? owner,
      room: Math.min(MOST_AT_ONCE, local.room),
      now: now(),
    });
    if (options.remote && admitted.length > 0) options.remote.nudge();
    else if (options.remote) return;
    else await Promise.all(admitted.map((run) => local.adopt(run)));
    // A full hand means that more may be waiting.
    if (claimed.length + admitted.length >= MOST_AT_ONCE && !isOver) await look();
  };
  const tick = async () => {
    isLooking = true;
    isToLookAgain = false;
    try {
      await watchOver();
      await look();
      isBroken = false;
    } catch (error) {
      if (!isBroken) options.log(`Runs cannot be looked for: ${String(error)}`);
      isBroken = true;
    }
    isLooking = false;
    if (!isOver) timer = setTimeout(next, isToLookAgain ? 0 : POLL_MS);
  };
  const next = () => {
    round = tick();
  };
  let timer: NodeJS.Timeout = setTimeout(next, 0);
  return {
    wake() {
      isToLookAgain = true;
      if (isLooking || isOver) return;
      clearTimeout(timer);
      timer = setTimeout(next, 0);
    },
    async close() {
      isOver = true;
      clearTimeout(timer);
      await round;
    },
  };
}
