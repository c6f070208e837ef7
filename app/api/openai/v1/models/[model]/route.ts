import { route } from "#lib/api/route.ts";
import { getModel } from "#lib/front/openai/contracts.ts";
import { readAsModel } from "#lib/front/openai/models.ts";
import { openAiErrorResponse } from "#lib/front/openai/openai-error.ts";

export const GET = route(
  getModel,
  async ({ host, caller, params }) => ({
    body: await host.db.withWorkspace(caller, (tx) => readAsModel(tx, params.model)),
  }),
  openAiErrorResponse,
);
