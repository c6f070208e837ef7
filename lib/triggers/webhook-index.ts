import "server-only";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Database, Tx } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import { versions, webhooks } from "#db/schema/workflows.ts";
import { definition } from "../nodes/trigger-webhook/definition.ts";
import { createRouteTable, type RouteMatch, type RouteTable } from "./webhook-routes.ts";

/** How long a table is believed before the database is asked whether it changed: publishing elsewhere shows by then. */
const FRESH_MS = 1_000;
/** A call that matches nothing asks sooner, so that what was just published elsewhere is found. */
const FRESH_MISS_MS = 100;
const MAX_DOORS = 10_000;

/** What the door needs to know of a trigger, out of its version's document. */
export type WebhookSettings = Pick<
  z.output<typeof definition.config>,
  "respond" | "timeoutMs" | "auth" | "allowFrom" | "cors" | "maxBytes" | "perMinute"
>;

export type WebhookMatch = { workspaceId: string; match: RouteMatch };

/** The published webhooks of every workspace that is called, in memory. Made once per process. */
export interface WebhookIndex {
  /**
   * @param workspace its slug; null for the instance's first workspace
   * @returns null when there is no such workspace
   */
  find(workspace: string | null, method: string, segments: readonly string[]): Promise<WebhookMatch | null>;
  settings(route: { versionId: string; nodeId: string }): Promise<WebhookSettings>;
  /** To be called once publishing or unpublishing in this process has committed. */
  invalidate(): void;
}

interface Door {
  workspaceId: string | null;
  fingerprint: string;
  table: RouteTable;
  checkedAt: number;
  /** Of `invalidate` calls, as of when the check began. */
  generation: number;
}

/** @param now monotonic milliseconds */
export function createWebhookIndex(db: Database, now: () => number = () => performance.now()): WebhookIndex {
  const doors = new Map<string | null, Door>();
  const checks = new Map<string | null, { generation: number; door: Promise<Door> }>();
  const settings = new Map<string, WebhookSettings>();
  let generation = 0;

  const isFresh = (door: Door, maxAge: number) => door.generation === generation && now() - door.checkedAt <= maxAge;

  /** One check at a time; one that began before `invalidate` may have read too early and is not waited for. */
  function check(slug: string | null): Promise<Door> {
    const running = checks.get(slug);
    if (running?.generation === generation) return running.door;
    const begun = { generation, door: read(slug, { checkedAt: now(), generation }) };
    checks.set(slug, begun);
    const done = () => {
      if (checks.get(slug) === begun) checks.delete(slug);
    };
    begun.door.then(done, done);
    return begun.door;
  }

  async function read(slug: string | null, mark: { checkedAt: number; generation: number }): Promise<Door> {
    const known = doors.get(slug);
    const door = await db.withEngine(async (tx) => {
      const { workspaceId, fingerprint } = await readFingerprint(tx, slug);
      if (known?.workspaceId === workspaceId && known.fingerprint === fingerprint) return { ...known, ...mark };
      const table = createRouteTable(workspaceId === null ? [] : await readRoutes(tx, workspaceId));
      return { workspaceId, fingerprint, table, ...mark };
    });
    const latest = doors.get(slug);
    if (latest && latest.generation > door.generation) return latest;
    if (!latest && doors.size >= MAX_DOORS) doors.delete(doors.keys().next().value ?? null);
    doors.set(slug, door);
    return door;
  }

  return {
    async find(slug, method, segments) {
      let door = doors.get(slug);
      if (!door || !isFresh(door, FRESH_MS)) door = await check(slug);
      let match = door.table.match(method, segments);
      if (match.found !== "route" && !isFresh(door, FRESH_MISS_MS)) {
        door = await check(slug);
        match = door.table.match(method, segments);
      }
      return door.workspaceId === null ? null : { workspaceId: door.workspaceId, match };
    },
    async settings({ versionId, nodeId }) {
      const key = `${versionId}/${nodeId}`;
      let found = settings.get(key);
      if (!found) {
        found = await db.withEngine((tx) => readSettings(tx, versionId, nodeId));
        // A version never changes; the bound is for instances that publish for years.
        if (settings.size >= MAX_DOORS) settings.clear();
        settings.set(key, found);
      }
      return found;
    },
    invalidate() {
      generation += 1;
    },
  };
}

async function readFingerprint(
  tx: Tx,
  slug: string | null,
): Promise<{ workspaceId: string | null; fingerprint: string }> {
  // One pass over the workspace's rows in the database; their order does not matter, so a sum of hashes will do.
  const [row] = await tx
    .select({
      workspaceId: workspaces.id,
      // Written out: Drizzle leaves the table's name off a column, and the inner table has an `id` of its own.
      fingerprint: sql<string>`(select count(*) || ':' || coalesce(sum(hashtextextended(
        hook.id || hook.version_id || hook.active, 0)::numeric), 0)
        from webhooks hook where hook.workspace_id = workspaces.id)`,
    })
    .from(workspaces)
    .where(slug === null ? undefined : eq(workspaces.slug, slug))
    .orderBy(workspaces.createdAt, workspaces.id)
    .limit(1);
  return row ?? { workspaceId: null, fingerprint: "" };
}

function readRoutes(tx: Tx, workspaceId: string) {
  const { id, workflowId, versionId, nodeId, method, path, active } = webhooks;
  return tx
    .select({ id, workflowId, versionId, nodeId, method, path, active })
    .from(webhooks)
    .where(eq(webhooks.workspaceId, workspaceId));
}

async function readSettings(tx: Tx, versionId: string, nodeId: string): Promise<WebhookSettings> {
  const [version] = await tx.select({ document: versions.document }).from(versions).where(eq(versions.id, versionId));
  const node = version?.document.nodes.find((candidate) => candidate.id === nodeId);
  return definition.config.parse(node?.config);
}
