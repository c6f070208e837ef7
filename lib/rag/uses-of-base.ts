import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { KnowledgeBase, KnowledgeUse } from "../api/contracts/knowledge.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { readBase } from "./queries.ts";

/** @throws AppError `not_found` (404) */
export async function readBaseWithUses(tx: Tx, id: string): Promise<KnowledgeBase & { usedBy: KnowledgeUse[] }> {
  const base = await readBase(tx, id);
  return { ...base, usedBy: await usesOfBase(tx, base) };
}

/** Workflows that name a base by its id or its name, in the draft or in the version that triggers start. */
async function usesOfBase(tx: Tx, base: { id: string; name: string }): Promise<KnowledgeUse[]> {
  // Narrowed by text first: few documents have anything to do with knowledge.
  const mayName = (document: unknown) =>
    or(sql`${document}::text like ${`%${base.id}%`}`, sql`${document}::text like ${'%"knowledge.%'}`);
  const rows = await tx
    .select({ id: workflows.id, name: workflows.name, draft: workflows.draft, published: versions.document })
    .from(workflows)
    .leftJoin(versions, eq(versions.id, workflows.publishedVersionId))
    .where(and(isNull(workflows.deletedAt), or(mayName(workflows.draft), mayName(versions.document))))
    .orderBy(asc(workflows.name), asc(workflows.id));
  return rows.flatMap((row) => {
    const published = row.published ? nodesNaming(row.published, base) : [];
    const nodes = [...new Set([...nodesNaming(row.draft, base), ...published])];
    const workflow = { id: row.id, name: row.name };
    return nodes.length === 0 ? [] : [{ workflow, nodes, published: published.length > 0 }];
  });
}

function nodesNaming(document: WorkflowDocument, { id, name }: { id: string; name: string }): string[] {
  const naming = document.nodes.filter(({ type, config }) => {
    if (JSON.stringify(config).includes(id)) return true;
    const { base } = config;
    return type.startsWith("knowledge.") && typeof base === "string" && isSameName(base, name);
  });
  return naming.map(({ label, key }) => label ?? key);
}

function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.toLowerCase();
}
