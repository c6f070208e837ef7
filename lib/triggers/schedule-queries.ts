import "server-only";
import { and, asc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { schedules, workflows } from "#db/schema/workflows.ts";
import type { ScheduleItem } from "../api/contracts/schedules.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";

/** A tick this late is not a slow second any more. */
const UNHEALTHY_AFTER_MS = 10_000;

/** Schedules of what is published, those of paused workflows too. */
export async function listSchedules(
  tx: Tx,
  now: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: ScheduleItem[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.string()]))[0];
  const rows = await tx
    .select({ schedule: schedules, workflowName: workflows.name, pausedAt: workflows.pausedAt })
    .from(schedules)
    .innerJoin(workflows, eq(workflows.id, schedules.workflowId))
    .where(
      and(
        isNull(workflows.deletedAt),
        // Pausing puts all rows of a workflow out of use; those of its published version come back.
        eq(schedules.versionId, workflows.publishedVersionId),
        or(eq(schedules.active, true), isNotNull(workflows.pausedAt)),
        after === undefined ? undefined : gt(schedules.id, after),
      ),
    )
    .orderBy(asc(schedules.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.schedule.id]);
  return { items: items.map((row) => toItem(row, now)), nextCursor };
}

interface Listed {
  schedule: typeof schedules.$inferSelect;
  workflowName: string;
  pausedAt: Date | null;
}

function toItem({ schedule: row, workflowName, pausedAt }: Listed, now: number): ScheduleItem {
  const lagMs = row.nextAt === null ? 0 : Math.max(0, now - row.nextAt.getTime());
  const { id, workflowId, nodeId, cron, everyMs, timezone, missed, active } = row;
  return {
    id,
    workflowId,
    workflowName,
    nodeId,
    cron,
    everyMs,
    timezone,
    missed,
    active,
    paused: pausedAt !== null,
    nextAt: row.nextAt?.toISOString() ?? null,
    lastAt: row.lastAt?.toISOString() ?? null,
    lastFiredAt: row.lastFiredAt?.toISOString() ?? null,
    lagMs,
    healthy: lagMs < UNHEALTHY_AFTER_MS,
  };
}
