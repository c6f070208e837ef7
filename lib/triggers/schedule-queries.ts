import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { schedules, workflows } from "#db/schema/workflows.ts";
import type { ScheduleItem } from "../api/contracts/schedules.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";

/** A tick this late is not a slow second any more. */
const UNHEALTHY_AFTER_MS = 10_000;

export async function listSchedules(
  tx: Tx,
  now: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: ScheduleItem[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.string()]))[0];
  const rows = await tx
    .select({ schedule: schedules, workflowName: workflows.name })
    .from(schedules)
    .innerJoin(workflows, eq(workflows.id, schedules.workflowId))
    .where(and(eq(schedules.active, true), after === undefined ? undefined : gt(schedules.id, after)))
    .orderBy(asc(schedules.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.schedule.id]);
  return { items: items.map(({ schedule, workflowName }) => toItem(schedule, workflowName, now)), nextCursor };
}

function toItem(row: typeof schedules.$inferSelect, workflowName: string, now: number): ScheduleItem {
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
    nextAt: row.nextAt?.toISOString() ?? null,
    lastAt: row.lastAt?.toISOString() ?? null,
    lastFiredAt: row.lastFiredAt?.toISOString() ?? null,
    lagMs,
    healthy: lagMs < UNHEALTHY_AFTER_MS,
  };
}
