import { listTemplates } from "#lib/api/contracts/templates.ts";
import { route } from "#lib/api/route.ts";
import { templates } from "#lib/templates/templates.ts";

export const GET = route(listTemplates, async () => ({
  body: { items: templates.map((template) => ({ ...template, knowledge: template.knowledge?.name ?? null })) },
}));
