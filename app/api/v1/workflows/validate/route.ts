import { validateDocument } from "#lib/api/contracts/documents.ts";
import { route } from "#lib/api/route.ts";
import { findProblems } from "#lib/workflows/problems.ts";

export const POST = route(validateDocument, async ({ host, body }) => ({
  body: findProblems(body.document, host.catalogue),
}));
