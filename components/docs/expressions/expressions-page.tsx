import type { Token } from "marked";
import type { FunctionGroup } from "#lib/docs/expression-reference.ts";
import { type Heading, headingsOf } from "#lib/docs/markdown.ts";
import { slugOf } from "#lib/docs/slug.ts";
import type { Constant } from "#lib/engine/expressions/functions/table.ts";
import { DocsPage } from "../docs-page.tsx";
import { FilterScope } from "../filter-scope.tsx";
import { HeadingLink } from "../heading-link.tsx";
import { Prose } from "../prose.tsx";
import { FunctionTable } from "./function-table.tsx";

interface ExpressionsPageProps {
  /** What stands before the functions. */
  intro: readonly Token[];
  groups: readonly FunctionGroup[];
  constants: readonly Constant[];
}

const functionsHeading: Heading = { id: "functions", text: "Functions", depth: 2 };
const constantsHeading: Heading = { id: "constants", text: "Constants", depth: 2 };

export function ExpressionsPage({ intro, groups, constants }: ExpressionsPageProps) {
  const headings = [
    ...headingsOf(intro).values(),
    functionsHeading,
    ...groups.map(({ title }) => ({ id: slugOf(title), text: title, depth: 3 })),
    constantsHeading,
  ];
  return (
    <DocsPage part={{ label: "Reference" }} title="Expressions" headings={headings}>
      <div className="flex flex-col gap-3">
        <Prose tokens={intro} file="docs/expressions.md" />
        <HeadingLink heading={functionsHeading} />
        <FilterScope label="Filter functions" placeholder="Filter functions" noun="functions">
          <FunctionTable groups={groups} />
        </FilterScope>
        <HeadingLink heading={constantsHeading} />
        <dl className="divide-y divide-line rounded-card border border-line">
          {constants.map(({ name, description }) => (
            <div key={name} className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] gap-x-4 px-3.5 py-2">
              <dt>
                <code className="break-words text-fg">{name}</code>
              </dt>
              <dd className="text-fg-2 text-small leading-5">{description}</dd>
            </div>
          ))}
        </dl>
      </div>
    </DocsPage>
  );
}
