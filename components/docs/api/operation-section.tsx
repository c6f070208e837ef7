import { ChevronRight, KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "#components/shared/code/code-block.tsx";
import { Tag } from "#components/ui/badge.tsx";
import type { ApiOperation, ApiParameter, ApiRefusal } from "#lib/docs/api-reference.ts";
import { CodeWords } from "../code-words.tsx";
import { HeadingLink } from "../heading-link.tsx";
import { Facts, FieldLine, SchemaView } from "../schema-view.tsx";
import { MethodWord, PathWords } from "./method-word.tsx";

/** One operation: what it takes and gives on the left, a request and its answer on the right. */
export function OperationSection({ operation }: { operation: ApiOperation }) {
  const { id, summary, method, path, scope, body, answer, curl } = operation;
  return (
    <section aria-labelledby={id} className="border-line border-t py-9 max-sm:py-7">
      <HeadingLink heading={{ id, depth: 2, text: summary.replaceAll("`", "") }} className="mt-0 max-w-[640px]">
        <CodeWords text={summary} />
      </HeadingLink>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <MethodWord method={method} />
        <code className="break-all text-[13px]">
          <PathWords path={`/api/v1${path}`} />
        </code>
        <Tag title={scope === undefined ? undefined : "The scope that an API key needs"}>
          <KeyRound aria-hidden />
          {scope ?? "open to everyone"}
        </Tag>
      </p>
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-x-8 gap-y-5 max-lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-5">
          {places.map(({ place, title }) => (
            <Parameters
              key={place}
              title={title}
              parameters={operation.parameters.filter((one) => one.place === place)}
            />
          ))}
          {body === undefined ? null : (
            <Part title="Body">
              <SchemaView tree={body} />
            </Part>
          )}
          <Part title={`Answer ${answer.status}`}>
            {answer.schema === undefined ? (
              <p className="text-fg-2 text-small">{emptyAnswer(answer.mediaType)}</p>
            ) : (
              <SchemaView tree={answer.schema} />
            )}
          </Part>
          <Refusals refusals={operation.refusals} />
        </div>
        <div className="sticky top-6 flex min-w-0 flex-col gap-3 max-lg:static">
          <CodeBlock code={curl} language="sh" title="Request" label={`the request “${id}”`} isWrapped />
          {answer.example === undefined ? null : (
            <CodeBlock
              code={answer.example}
              language="json"
              title={`Answer ${answer.status}`}
              label={`the answer of “${id}”`}
            />
          )}
        </div>
      </div>
    </section>
  );
}

const places = [
  { place: "path", title: "In the path" },
  { place: "query", title: "In the query string" },
  { place: "header", title: "In the headers" },
] as const;

function emptyAnswer(mediaType: string | undefined): string {
  return mediaType === undefined ? "Nothing: the status says it all." : `The content, as ${mediaType}.`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="font-medium text-fg-2 text-small">{title}</h3>
      {children}
    </div>
  );
}

function Parameters({ title, parameters }: { title: string; parameters: readonly ApiParameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="divide-y divide-line rounded-card border border-line">
        {parameters.map((parameter) => (
          <li key={parameter.name} className="px-3 py-2">
            <FieldLine field={parameter} />
            <Facts tree={parameter} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Long, and the same in parts for most operations: folded until somebody asks. */
function Refusals({ refusals }: { refusals: readonly ApiRefusal[] }) {
  const count = refusals.reduce((sum, { codes }) => sum + codes.length, 0);
  return (
    <details className="group/codes">
      <summary className="inline-flex h-7 cursor-default select-none list-none items-center gap-1 rounded-control pr-2 font-medium text-fg-2 text-small hover:bg-hover max-sm:h-10 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-fg-3 group-open/codes:rotate-90" />
        When it is refused
        <span className="font-normal text-fg-3">{count} codes</span>
      </summary>
      <dl className="mt-1.5 divide-y divide-line rounded-card border border-line">
        {refusals.map(({ status, codes }) => (
          <div key={status} className="grid grid-cols-[36px_minmax(0,1fr)] px-3 py-2">
            <dt className="font-mono text-[12px] text-fg-3 leading-[18px]">{status}</dt>
            <dd className="flex flex-col gap-1.5">
              {codes.map(({ code, means }) => (
                <p key={code} className="text-fg-2 text-small leading-[18px]">
                  <code className="mr-1.5 font-medium text-[12px] text-fg">{code}</code>
                  <CodeWords text={means} />
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
