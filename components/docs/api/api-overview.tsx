import Link from "next/link";
import type { ReactNode } from "react";
import { CodeBlock } from "#components/shared/code/code-block.tsx";
import { problemCodes } from "#lib/api/problem-codes.ts";
import { permissions } from "#lib/auth/permissions.ts";
import type { ApiResource } from "#lib/docs/api-reference.ts";
import { curlExample } from "#lib/docs/curl-example.ts";
import { CodeWords } from "../code-words.tsx";
import { DocsPage } from "../docs-page.tsx";
import { FilterScope } from "../filter-scope.tsx";
import { HeadingLink } from "../heading-link.tsx";
import { InlineCode } from "../prose.tsx";
import { OperationList } from "./operation-list.tsx";

const headings = [
  { id: "operations", text: "Operations", depth: 2 },
  { id: "who-calls", text: "Who calls", depth: 2 },
  { id: "scopes", text: "Scopes", depth: 3 },
  { id: "lists", text: "Lists", depth: 2 },
  { id: "saying-it-twice", text: "Saying it twice", depth: 2 },
  { id: "live", text: "As it happens", depth: 2 },
  { id: "errors", text: "Errors", depth: 2 },
  { id: "codes", text: "Codes", depth: 3 },
] as const;

function Title({ id }: { id: (typeof headings)[number]["id"] }) {
  const heading = headings.find((one) => one.id === id);
  return heading ? <HeadingLink heading={heading} /> : null;
}

/** What holds for every operation, and all of them in one list. */
export function ApiOverview({ resources, origin }: { resources: readonly ApiResource[]; origin: string }) {
  return (
    <DocsPage
      part={{ label: "Reference" }}
      title="HTTP API"
      lead="Everything that can be done in the browser can be done by a program: the pages use this very interface."
      headings={headings}
    >
      <div className="flex flex-col gap-3 text-fg-2 text-prose">
        <CodeBlock
          code={curlExample({
            method: "GET",
            url: `${origin}/api/v1/workflows`,
            headers: [["Authorization", "Bearer $HEDDLE_API_KEY"]],
          })}
          language="sh"
          title="A first request"
          label="the first request"
        />
        <p>
          Programs that read descriptions find one at{" "}
          <a
            href="/api/v1/openapi.json"
            className="text-primary-text underline decoration-primary-line underline-offset-[3px] hover:decoration-current"
          >
            /api/v1/openapi.json
          </a>{" "}
          (OpenAPI 3.1). These pages are made from it, and it is made from what checks every request.
        </p>
        <Title id="operations" />
        <FilterScope label="Filter operations" placeholder="Filter by path, method or word" noun="operations">
          <div className="flex flex-col gap-5">
            {resources.map((resource) => (
              <section key={resource.slug} data-group aria-labelledby={`resource-${resource.slug}`}>
                <h3 id={`resource-${resource.slug}`} className="mb-1.5 font-semibold text-fg text-lead">
                  <Link href={`/docs/api/${resource.slug}`} className="hover:underline">
                    {resource.title}
                  </Link>
                </h3>
                <OperationList resource={resource} />
              </section>
            ))}
          </div>
        </FilterScope>
        <Callers />
        <Conventions origin={origin} />
        <Errors />
      </div>
    </DocsPage>
  );
}

function Callers() {
  return (
    <>
      <Title id="who-calls" />
      <p>
        A program sends an API key: <InlineCode>Authorization: Bearer hk_…</InlineCode>. Keys are made under{" "}
        <em>Settings</em>, <em>API keys</em>, belong to one workspace, and are shown once. A key has scopes, and never
        does more than whoever made it may do: both the scope and their role have to allow it.
      </p>
      <Title id="scopes" />
      <dl className="divide-y divide-line rounded-card border border-line text-base">
        {Object.entries(permissions).map(([scope, { title, roles }]) => (
          <div
            key={scope}
            className="grid grid-cols-[150px_minmax(0,1fr)] gap-x-3 gap-y-0.5 px-3 py-2 max-sm:grid-cols-1"
          >
            <dt>
              <code className="text-fg">{scope}</code>
            </dt>
            <dd>
              {title}
              <span className="block text-fg-3 text-small first-letter:uppercase">{roles.join(", ")}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Conventions({ origin }: { origin: string }) {
  return (
    <>
      <Title id="lists" />
      <p>
        Lists come in pages of <InlineCode>limit</InlineCode> items. Where there are more,{" "}
        <InlineCode>nextCursor</InlineCode> is given as <InlineCode>cursor</InlineCode> for the next page; on the last
        one it is <InlineCode>null</InlineCode>. The order is stable: nothing is left out or comes twice while others
        write.
      </p>
      <Title id="saying-it-twice" />
      <p>
        A write may carry an <InlineCode>Idempotency-Key</InlineCode> of your choice. Sent again within a day under the
        same key, it is not done a second time: the first answer comes back. What changes a document says which revision
        it changes, <InlineCode>If-Match: "7"</InlineCode>, so that nobody overwrites what they have not seen.
      </p>
      <Title id="live" />
      <p>
        Runs can be followed while they happen, as server-sent events. The stream begins with the run's first event, and{" "}
        <InlineCode>Last-Event-ID</InlineCode> takes it up where it broke. <InlineCode>/api/v1/events</InlineCode> has
        several topics in one stream: <InlineCode>?topics=run:run_…,workspace</InlineCode>.
      </p>
      <CodeBlock
        code={curlExample({
          method: "GET",
          url: `${origin}/api/v1/runs/run_01k8m3v7x2q5r9t4w6y0zcbdfg/events`,
          headers: [["Authorization", "Bearer $HEDDLE_API_KEY"]],
        })}
        language="sh"
        title="Follow a run"
        label="the request for events"
      />
    </>
  );
}

const example = {
  type: "about:blank",
  title: "Does not parse",
  status: 422,
  code: "invalid_body",
  detail: "The body does not parse (name: A name is needed.).",
  requestId: "req_01k8m3v7x2q5r9t4w6y0zcbdfg",
  errors: [{ path: "name", code: "custom", message: "A name is needed." }],
};

function Errors() {
  return (
    <>
      <Title id="errors" />
      <p>
        What is refused answers with a problem document (RFC 9457, <InlineCode>application/problem+json</InlineCode>).
        Programs read <InlineCode>code</InlineCode>: it never changes its meaning. People read{" "}
        <InlineCode>detail</InlineCode>; <InlineCode>errors</InlineCode> says it for each field; the server's log knows
        the <InlineCode>requestId</InlineCode>. What is in another workspace is not there: 404, never 403.
      </p>
      <CodeBlock
        code={JSON.stringify(example, null, 2)}
        language="json"
        title="A problem"
        label="the problem document"
      />
      <Title id="codes" />
      <FilterScope label="Filter codes" placeholder="Filter codes" noun="codes">
        <CodeTable />
      </FilterScope>
    </>
  );
}

function CodeTable(): ReactNode {
  return (
    <dl className="divide-y divide-line rounded-card border border-line text-base" data-group>
      {Object.entries(problemCodes).map(([code, { status, means }]) => (
        <div
          key={code}
          id={`code-${code}`}
          data-words={`${status} ${code} ${means}`.toLowerCase()}
          className="grid grid-cols-[238px_minmax(0,1fr)] gap-x-2 px-3 py-2 max-sm:grid-cols-1"
        >
          <dt className="grid grid-cols-[40px_minmax(0,1fr)]">
            <span className="font-mono text-[12px] text-fg-3 leading-5">{status}</span>
            <code className="break-words text-fg">{code}</code>
          </dt>
          <dd className="max-sm:pl-10">
            <CodeWords text={means} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
