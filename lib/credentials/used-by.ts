import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { WorkflowDocument } from "../engine/document.ts";

export interface CredentialUse {
  workflow: { id: string; name: string };
  nodes: string[];
  published: boolean;
}

/** Workflows that name a credential, in the draft or in the version that triggers start. */
export async function usesOf(tx: Tx, id: string): Promise<CredentialUse[]> {
  // Ids are long and random: a document whose text holds one names it.
  const named = `%${id}%`;
  const rows = await tx
    .select({ id: workflows.id, name: workflows.name, draft: workflows.draft, published: versions.document })
    .from(workflows)
    .leftJoin(versions, eq(versions.id, workflows.publishedVersionId))
    .where(
      and(
        isNull(workflows.deletedAt),
        or(sql`${workflows.draft}::text like ${named}`, sql`${versions.document}::text like ${named}`),
      ),
    )
    .orderBy(asc(workflows.name), asc(workflows.id));
  return rows.map((row) => {
    const published = row.published ? nodesNaming(row.published, id) : [];
    const nodes = [...new Set([...nodesNaming(row.draft, id), ...published])];
    return { workflow: { id: row.id, name: row.name }, nodes, published: published.length > 0 };
  });
}

function nodesNaming(document: WorkflowDocument, id: string): string[] {
  const naming = document.nodes.filter(({ config }) => JSON.stringify(config).includes(id));
  return naming.map(({ label, key }) => label ?? key);
}
