import { publishWorkflow } from "#lib/api/contracts/versions.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import * as publishing from "#lib/workflows/publish.ts";
import { readVersion } from "#lib/workflows/version-queries.ts";

export const POST = routeInTransaction(
  publishWorkflow,
  async ({ tx, caller, params: { id }, body, host, afterCommit }) => {
    const published = await publishing.publishWorkflow(tx, caller, host.catalogue, { id, note: body.note });
    const { document: _, ...version } = await readVersion(tx, id, published.versionId);
    afterCommit(() => host.webhooks.invalidate());
    return { body: { ...version, warnings: published.warnings }, status: published.isNew ? 201 : 200 };
  },
);
