import Link from "next/link";
import type { ApiOperation, ApiResource } from "#lib/docs/api-reference.ts";
import { MethodWord, PathWords } from "./method-word.tsx";

/** Operations as lines: where each is, and what it does. */
export function OperationList({ resource }: { resource: ApiResource }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
      {resource.operations.map((operation) => (
        <li key={operation.id} data-words={wordsOf(operation, resource.title)}>
          <Link
            href={`/docs/api/${resource.slug}#${operation.id}`}
            prefetch={false}
            className="grid grid-cols-[52px_minmax(0,2fr)_minmax(0,3fr)] items-baseline gap-x-2 px-3 py-2 -outline-offset-2 hover:bg-hover max-sm:grid-cols-[52px_minmax(0,1fr)]"
          >
            <MethodWord method={operation.method} />
            <code className="break-words text-[12px] text-fg leading-[18px]">
              <PathWords path={operation.path} />
            </code>
            <span className="text-fg-2 text-small leading-[18px] max-sm:col-start-2">
              {operation.summary.replaceAll("`", "")}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function wordsOf({ id, method, path, summary }: ApiOperation, resource: string): string {
  return `${id} ${method} ${path} ${summary} ${resource}`.toLowerCase();
}
