import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { webhooks, workflows } from "#db/schema/workflows.ts";
import type { DocumentNode, WorkflowDocument } from "../engine/document.ts";
import { definition as webhook } from "../nodes/trigger-webhook/definition.ts";
import { patternOf } from "../triggers/webhook-routes.ts";
import { copyName, copyPath } from "./copy-names.ts";
import { type Author, createWorkflow } from "./mutations.ts";
import { livingWorkflow, workflowNotFound } from "./queries.ts";

const NAMES_TRIED = 1_000;

/**
 * Copies the draft into a new workflow that nothing starts yet. Its name is free in the workspace, and its webhooks get
 * free addresses: with those of the original it could never be published beside it.
 * @returns the copy's id
 * @throws AppError `not_found` (404)
 */
export async function duplicateWorkflow(tx: Tx, author: Author, id: string): Promise<string> {
  const [original] = await tx.select().from(workflows).where(livingWorkflow(id));
  if (!original) throw workflowNotFound();
  return createWorkflow(tx, author, {
    name: await freeName(tx, original.name),
    description: original.description,
    document: await withOwnAddresses(tx, original.draft),
  });
}

async function freeName(tx: Tx, name: string): Promise<string> {
  const wanted = Array.from({ length: NAMES_TRIED }, (_, i) => copyName(name, i + 1));
  const rows = await tx
    .select({ name: workflows.name })
    .from(workflows)
    .where(and(isNull(workflows.deletedAt), inArray(workflows.name, wanted)));
  const taken = new Set(rows.map((row) => row.name));
  return wanted.find((candidate) => !taken.has(candidate)) ?? copyName(name, 1);
}

async function withOwnAddresses(tx: Tx, document: WorkflowDocument): Promise<WorkflowDocument> {
  if (!document.nodes.some((node) => node.type === webhook.type)) return document;
  const rows = await tx.select({ pattern: webhooks.pattern }).from(webhooks).where(eq(webhooks.active, true));
  const taken = new Set(rows.map((row) => row.pattern));
  for (const path of document.nodes.map(pathOf)) if (path !== null) taken.add(patternOf(path));
  const nodes = document.nodes.map((node) => {
    const path = pathOf(node);
    if (path === null) return node;
    let copy = copyPath(path, 1);
    for (let n = 2; n <= NAMES_TRIED && taken.has(patternOf(copy)); n++) copy = copyPath(path, n);
    taken.add(patternOf(copy));
    return { ...node, config: { ...node.config, path: copy } };
  });
  return { ...document, nodes };
}

/** Null for whatever is no webhook, or has no usable path yet. */
function pathOf(node: DocumentNode): string | null {
  if (node.type !== webhook.type) return null;
  const config = webhook.config.safeParse(node.config);
  return config.success ? config.data.path : null;
}
