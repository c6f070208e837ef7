import "server-only";
import { and, eq, notInArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { schedules } from "#db/schema/workflows.ts";
import { workspaceTimeZone } from "../auth/workspace.ts";
import type { DocumentNode } from "../engine/document.ts";
import { newId } from "../ids.ts";
import { definition } from "../nodes/trigger-schedule/definition.ts";
import type { Publication } from "./register.ts";
import { scheduleOf } from "./schedule-row.ts";
import { everyMs, nextTime } from "./schedule-times.ts";

type ScheduleRow = typeof schedules.$inferSelect;

/**
 * One row a schedule trigger. A row of an earlier version keeps its anchor and its last time; where nothing about its
 * times has changed it also keeps its next one, so that publishing never swallows a tick that is due.
 */
export async function registerSchedules(tx: Tx, publication: Publication, now: number): Promise<void> {
  const { workspaceId, workflowId, versionId, document } = publication;
  const nodes = document.nodes.filter((node) => node.type === definition.type && !node.disabled);
  const gone =
    nodes.length === 0
      ? undefined
      : notInArray(
          schedules.nodeId,
          nodes.map((node) => node.id),
        );
  await tx
    .update(schedules)
    .set({ active: false, nextAt: null })
    .where(and(eq(schedules.workflowId, workflowId), gone));
  if (nodes.length === 0) return;
  const fallback = document.settings?.timezone ?? (await workspaceTimeZone(tx, workspaceId));
  const before = await tx.select().from(schedules).where(eq(schedules.workflowId, workflowId)).for("update");
  for (const node of nodes) {
    const times = timesOf(node, fallback);
    const old = before.find((row) => row.nodeId === node.id);
    const anchorAt = old?.anchorAt ?? new Date(now);
    const nextAt = old && keepsNext(old, times, now) ? old.nextAt : nextDate({ ...times, anchorAt }, now);
    const row = { ...times, versionId, nextAt, active: true };
    if (old) await tx.update(schedules).set(row).where(eq(schedules.id, old.id));
    else
      await tx
        .insert(schedules)
        .values({ ...row, id: newId("sch"), workspaceId, workflowId, nodeId: node.id, anchorAt });
  }
}

type Times = Pick<ScheduleRow, "cron" | "everyMs" | "timezone" | "missed">;

function timesOf(node: DocumentNode, fallback: string): Times {
  const config = definition.config.parse(node.config);
  return {
    cron: config.cron ?? null,
    everyMs: config.every === undefined ? null : everyMs(config.every),
    timezone: config.timezone ?? fallback,
    missed: config.missed,
  };
}

/** A tick that is due already fires before the new times hold. */
function keepsNext(old: ScheduleRow, times: Times, now: number): boolean {
  if (!old.active || old.nextAt === null) return false;
  const same = old.cron === times.cron && old.everyMs === times.everyMs && old.timezone === times.timezone;
  return same || old.nextAt.getTime() <= now;
}

function nextDate(row: Times & { anchorAt: Date }, now: number): Date | null {
  const next = nextTime(scheduleOf(row), now);
  return next === null ? null : new Date(next);
}
