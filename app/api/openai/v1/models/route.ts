import { route } from "#lib/api/route.ts";
import { listModels } from "#lib/front/openai/contracts.ts";
import { listAsModels } from "#lib/front/openai/models.ts";
import { openAiErrorResponse } from "#lib/front/openai/openai-error.ts";

export const GET = route(
  listModels,
  async ({ host, caller }) => ({ body: await host.db.withWorkspace(caller, listAsModels) }),
  openAiErrorResponse,
);
