import { applyTemplate } from "#lib/api/contracts/templates.ts";
import { route } from "#lib/api/route.ts";
import * as templates from "#lib/templates/apply-template.ts";
import * as queries from "#lib/workflows/queries.ts";

export const POST = route(applyTemplate, async ({ host, caller, params, body }) => {
  const id = await templates.applyTemplate(host, caller, params.id, body);
  const workflow = await host.db.withWorkspace(caller, (tx) => queries.readWorkflow(tx, id));
  return { body: workflow, headers: { location: `/api/v1/workflows/${id}` } };
});
