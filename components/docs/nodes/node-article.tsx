import type { ReactNode } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { Tag } from "#components/ui/badge.tsx";
import type { Heading } from "#lib/docs/markdown.ts";
import { nodeExample } from "#lib/docs/node-example.ts";
import type { NodePage } from "#lib/docs/node-reference.ts";
import { categoryTitles } from "#lib/nodes/category-titles.ts";
import { DocsPage } from "../docs-page.tsx";
import { HeadingLink } from "../heading-link.tsx";
import { Prose } from "../prose.tsx";
import { SchemaView } from "../schema-view.tsx";
import { ExampleBlock } from "./example-block.tsx";
import { NodeDrawing } from "./node-drawing.tsx";
import { SettingList } from "./setting-list.tsx";

const settingsHeading: Heading = { id: "settings", text: "Settings", depth: 2 };

/** What a node type does, of its definition and its README. */
export function NodeArticle({ page }: { page: NodePage }) {
  const file = `lib/nodes/${page.type.replaceAll(".", "-")}/README.md`;
  const headings = page.sections.flatMap(({ heading }) => (heading ? [heading] : []));
  const hasSettings = page.settings.length > 0;
  return (
    <DocsPage
      part={{ label: "Nodes", href: "/docs/nodes" }}
      title={
        <span className="flex items-center gap-3">
          <NodeTile type={page.type} category={page.category} size="lg" />
          {page.title}
        </span>
      }
      lead={<p className="mt-1">{page.summary}</p>}
      headings={hasSettings ? [settingsHeading, ...headings] : headings}
    >
      <div className="flex flex-col gap-4">
        <p className="-mt-3 flex flex-wrap items-center gap-1.5">
          <Tag className="font-mono">{page.type}</Tag>
          <Tag>{categoryTitles[page.category]}</Tag>
          {page.version > 1 ? <Tag>version {page.version}</Tag> : null}
        </p>
        <NodeDrawing page={page} />
        <Prose tokens={page.intro} file={file} />
        <dl className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-4 gap-y-2 text-base max-sm:grid-cols-1 max-sm:gap-y-0.5">
          <Fact name="What it may do">{page.effect}</Fact>
          {page.repeat === undefined ? null : <Fact name="If a call is lost">{page.repeat}</Fact>}
          {page.ports.length === 1 && !page.portsDependOnConfig ? null : <Fact name="Ways on">{waysOn(page)}</Fact>}
        </dl>
        {hasSettings ? (
          <>
            <HeadingLink heading={settingsHeading} />
            <SettingList settings={page.settings} file={file} />
          </>
        ) : null}
        <Prose tokens={page.settingsNotes} file={file} className="empty:hidden" />
        {page.sections.map(({ heading, tokens }) =>
          heading === undefined ? null : (
            <section key={heading.id} className="mt-6 flex flex-col gap-3">
              <HeadingLink heading={heading} />
              <Prose tokens={tokens} file={file} drawCode={drawExample} />
              {heading.text === "Output" && page.output ? <SchemaView tree={page.output} /> : null}
            </section>
          ),
        )}
      </div>
    </DocsPage>
  );
}

function drawExample(code: string): ReactNode {
  const example = nodeExample(code);
  return example ? <ExampleBlock example={example} /> : null;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="text-fg-2 max-sm:mb-2">{children}</dd>
    </>
  );
}

function waysOn({ ports, portsDependOnConfig }: NodePage): string {
  if (ports.length === 0) return "None: it is the end of its branch.";
  const names = ports.map(({ title }) => title).join(", ");
  return portsDependOnConfig ? `${names}; more or fewer as the settings say.` : names;
}
