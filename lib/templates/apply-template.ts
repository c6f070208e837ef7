import "server-only";
import type { Database } from "#db/client.ts";
import { DEMO_EMBEDDER, DEMO_PROVIDER } from "../ai/demo-names.ts";
import { type Caller, callerMay } from "../auth/caller.ts";
import { AppError } from "../errors.ts";
import { baseSettingsSchema } from "../rag/base-settings.ts";
import type { Knowledge } from "../rag/knowledge.ts";
import { createBase } from "../rag/mutations.ts";
import { findBaseId } from "../rag/queries.ts";
import { createWorkflow } from "../workflows/mutations.ts";
import type { TemplateKnowledge } from "./template.ts";
import { findTemplate } from "./templates.ts";
import { withModel } from "./with-model.ts";

export interface TemplateChoices {
  name?: string | undefined;
  /** `provider/model`, in place of the demo's. */
  model?: string | undefined;
  embeddingModel?: string | undefined;
}

/**
 * Makes a workflow from a template. The knowledge it brings along is made first, so that the workflow never stands there
 * without it; a base of that name that is there already is used, and gets what it lacks.
 * @returns the workflow's id
 * @throws AppError `not_found` (404), `not_allowed` (403), `too_many_knowledge_bases` (409)
 */
export async function applyTemplate(
  { db, knowledge }: { db: Database; knowledge: Knowledge },
  caller: Caller,
  id: string,
  { name, model, embeddingModel }: TemplateChoices,
): Promise<string> {
  const template = findTemplate(id);
  if (!template) throw new AppError("not_found", 404, `There is no template “${id}”.`);
  if (template.knowledge) {
    if (!callerMay(caller, "knowledge:write")) {
      throw new AppError("not_allowed", 403, `“${template.name}” brings a knowledge base: it needs "knowledge:write".`);
    }
    const base = await requireBaseOf(db, caller, template.knowledge, embeddingModel);
    await addDocuments(knowledge, caller.workspaceId, base, template.knowledge);
  }
  const document = model === undefined ? template.document : withModel(template.document, model);
  const wanted = { name: name ?? template.name, description: template.summary, document };
  return db.withWorkspace(caller, (tx) => createWorkflow(tx, caller, wanted));
}

function requireBaseOf(
  db: Database,
  caller: Caller,
  { name, description }: TemplateKnowledge,
  model = `${DEMO_PROVIDER}/${DEMO_EMBEDDER}`,
): Promise<string> {
  return db.withWorkspace(caller, async (tx) => {
    const found = await findBaseId(tx, name);
    if (found !== null) return found;
    const settings = baseSettingsSchema.parse({});
    const wanted = {
      name,
      description,
      model,
      dimensions: null,
      metric: "cosine",
      language: "english",
      settings,
    } as const;
    return (await createBase(tx, caller, wanted)).id;
  });
}

async function addDocuments(
  knowledge: Knowledge,
  workspaceId: string,
  base: string,
  { documents }: TemplateKnowledge,
): Promise<void> {
  for (const { name, text } of documents) {
    const content = new TextEncoder().encode(text);
    const added = { name, key: `template/${name}`, mediaType: "text/markdown", content, metadata: {} };
    await knowledge.add(workspaceId, base, added, AbortSignal.timeout(60_000));
  }
}
