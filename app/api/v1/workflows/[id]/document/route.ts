import { getDocument, patchDocument, putDocument } from "#lib/api/contracts/documents.ts";
import { routeInTransaction } from "#lib/api/route-in-transaction.ts";
import { changeDocument, replaceDocument } from "#lib/workflows/mutations.ts";
import { readDocument } from "#lib/workflows/queries.ts";

const tag = (revision: number) => ({ etag: `"${revision}"` });

export const GET = routeInTransaction(getDocument, async ({ tx, params }) => {
  const body = await readDocument(tx, params.id);
  return { body, headers: tag(body.revision) };
});

export const PUT = routeInTransaction(putDocument, async ({ tx, caller, params, body, ifMatch }) => {
  const revision = await replaceDocument(tx, caller, params.id, ifMatch, body.document);
  return { body: { revision }, headers: tag(revision) };
});

export const PATCH = routeInTransaction(patchDocument, async ({ tx, caller, params, body, ifMatch }) => {
  const revision = await changeDocument(tx, caller, params.id, ifMatch, body.diff);
  return { body: { revision }, headers: tag(revision) };
});
