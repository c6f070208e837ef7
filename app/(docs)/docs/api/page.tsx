import type { Metadata } from "next";
import { ApiOverview } from "#components/docs/api/api-overview.tsx";
import { openApiDocument } from "#lib/api/openapi.ts";
import { apiReference } from "#lib/docs/api-reference.ts";
import { requestOrigin } from "#lib/docs/request-origin.ts";

export const metadata: Metadata = { title: "HTTP API" };

export default async function Page() {
  const origin = await requestOrigin();
  return <ApiOverview resources={apiReference(openApiDocument(origin))} origin={origin} />;
}
