import type { Database } from "#db/client.ts";
import type { Env } from "../config/env.ts";
import type { Catalogue } from "../nodes/define.ts";
import type { RunService } from "../runs/ports.ts";

/** Everything that holds state, made once per process by `createHost` and closed with it. */
export interface Host {
  env: Env;
  db: Database;
  catalogue: Catalogue;
  runs: RunService;
  /** What stands in `/api/ready`: each part with what is wrong with it, or null. */
  health(): Promise<Record<string, string | null>>;
  close(): Promise<void>;
}
