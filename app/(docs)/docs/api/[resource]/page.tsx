import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ResourcePage } from "#components/docs/api/resource-page.tsx";
import { openApiDocument } from "#lib/api/openapi.ts";
import { apiReference } from "#lib/docs/api-reference.ts";
import { requestOrigin } from "#lib/docs/request-origin.ts";

type Props = { params: Promise<{ resource: string }> };

async function findResource({ params }: Props) {
  const { resource } = await params;
  return apiReference(openApiDocument(await requestOrigin())).find(({ slug }) => slug === resource);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const resource = await findResource(props);
  return resource ? { title: `${resource.title} API` } : {};
}

export default async function Page(props: Props) {
  const resource = await findResource(props);
  if (!resource) notFound();
  return <ResourcePage resource={resource} />;
}
