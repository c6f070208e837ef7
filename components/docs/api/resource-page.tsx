import type { ApiResource } from "#lib/docs/api-reference.ts";
import { DocsPage } from "../docs-page.tsx";
import { OperationList } from "./operation-list.tsx";
import { OperationSection } from "./operation-section.tsx";

/** All operations of one resource. */
export function ResourcePage({ resource }: { resource: ApiResource }) {
  return (
    <DocsPage part={{ label: "HTTP API", href: "/docs/api" }} title={resource.title} width="wide">
      <div className="mb-10 max-w-[760px]">
        <OperationList resource={resource} />
      </div>
      {resource.operations.map((operation) => (
        <OperationSection key={operation.id} operation={operation} />
      ))}
    </DocsPage>
  );
}
