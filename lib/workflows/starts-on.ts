import "server-only";
import { and, asc, eq, inArray, isNotNull, or } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { chats } from "#db/schema/chat.ts";
import { schedules, webhooks, workflows } from "#db/schema/workflows.ts";
import type { startSchema } from "../api/contracts/workflows.ts";

type Start = z.infer<typeof startSchema>;

/**
 * What starts each workflow now, from the rows that its publishing made: webhooks first; of a paused one what would. Drafts
 * start on nothing.
 */
export async function startsOn(tx: Tx, workflowIds: readonly string[]): Promise<Map<string, Start[]>> {
  const found = new Map<string, Start[]>();
  if (workflowIds.length === 0) return found;
  const add = (id: string, start: Start) => found.set(id, [...(found.get(id) ?? []), start]);
  for (const row of await activeWebhooks(tx, workflowIds)) {
    const start = found.get(row.workflowId)?.find((one) => one.kind === "webhook" && one.path === row.path);
    if (start?.kind === "webhook") start.methods.push(row.method);
    else add(row.workflowId, { kind: "webhook", methods: [row.method], path: row.path });
  }
  for (const { workflowId, nextAt, ...when } of await activeSchedules(tx, workflowIds)) {
    add(workflowId, { kind: "schedule", ...when, nextAt: nextAt?.toISOString() ?? null });
  }
  for (const chat of await activeChats(tx, workflowIds)) add(chat.workflowId, { kind: "chat", ...chat });
  return found;
}

function activeChats(tx: Tx, ids: readonly string[]) {
  return tx
    .select({ workflowId: chats.workflowId, model: chats.model })
    .from(chats)
    .innerJoin(workflows, eq(workflows.id, chats.workflowId))
    .where(and(inArray(chats.workflowId, [...ids]), startsIt(chats)));
}

function activeWebhooks(tx: Tx, ids: readonly string[]) {
  return tx
    .select({ workflowId: webhooks.workflowId, method: webhooks.method, path: webhooks.path })
    .from(webhooks)
    .innerJoin(workflows, eq(workflows.id, webhooks.workflowId))
    .where(and(inArray(webhooks.workflowId, [...ids]), startsIt(webhooks)))
    .orderBy(asc(webhooks.path), asc(webhooks.method));
}

function activeSchedules(tx: Tx, ids: readonly string[]) {
  const { workflowId, cron, everyMs, timezone, nextAt } = schedules;
  return tx
    .select({ workflowId, cron, everyMs, timezone, nextAt })
    .from(schedules)
    .innerJoin(workflows, eq(workflows.id, schedules.workflowId))
    .where(and(inArray(schedules.workflowId, [...ids]), startsIt(schedules)))
    .orderBy(asc(schedules.nextAt), asc(schedules.id));
}

function startsIt(rows: typeof webhooks | typeof schedules | typeof chats) {
  return or(
    eq(rows.active, true),
    and(isNotNull(workflows.pausedAt), eq(rows.versionId, workflows.publishedVersionId)),
  );
}
