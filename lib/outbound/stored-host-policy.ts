import "server-only";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import type { HostPolicy } from "./host-rules.ts";

/** How long a workspace's lists are believed: what somebody changes holds everywhere by then. */
const FRESH_MS = 1_000;
const MOST_KEPT = 10_000;
const none: HostPolicy = { allow: [], deny: [] };

/** The lists of each workspace's settings. @param now monotonic milliseconds */
export function createStoredHostPolicy(
  db: Database,
  now: () => number = () => performance.now(),
): (workspaceId: string) => Promise<HostPolicy> {
  const kept = new Map<string, { readAt: number; policy: Promise<HostPolicy> }>();
  return (workspaceId) => {
    const known = kept.get(workspaceId);
    if (known && now() - known.readAt < FRESH_MS) return known.policy;
    if (kept.size >= MOST_KEPT) kept.clear();
    const policy = read(db, workspaceId);
    kept.set(workspaceId, { readAt: now(), policy });
    // Not knowing the rules is no permission: the call fails, and the next one asks again.
    policy.catch(() => kept.delete(workspaceId));
    return policy;
  };
}

async function read(db: Database, workspaceId: string): Promise<HostPolicy> {
  const { outboundAllow: allow, outboundDeny: deny } = workspaces;
  const [row] = await db.withEngine((tx) =>
    tx.select({ allow, deny }).from(workspaces).where(eq(workspaces.id, workspaceId)),
  );
  return row ?? none;
}
