import Link from "next/link";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import type { NodeGroup } from "#lib/docs/node-groups.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";
import { DocsPage } from "../docs-page.tsx";
import { FilterScope } from "../filter-scope.tsx";
import "#components/canvas/canvas.css";

/** Every node type there is on this server. */
export function NodeIndex({ groups }: { groups: readonly NodeGroup[] }) {
  return (
    <DocsPage
      part={{ label: "Reference" }}
      title="Nodes"
      lead="What a workflow can be made of: what starts it, what decides, what works with data and with the world."
      headings={groups.map(({ category, title }) => ({ id: category, text: title, depth: 2 }))}
    >
      <FilterScope label="Filter nodes" placeholder="Filter by name or what it does" noun="nodes">
        <div className="flex flex-col gap-7">
          {groups.map(({ category, title, definitions }) => (
            <section key={category} data-group aria-labelledby={category}>
              <h2 id={category} className="mb-2 scroll-mt-16 max-sm:scroll-mt-32">
                {title}
              </h2>
              <ul className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
                {definitions.map((definition) => (
                  <li key={definition.type} data-words={wordsOf(definition, title)}>
                    <Link
                      href={`/docs/nodes/${definition.type}`}
                      prefetch={false}
                      className="flex h-full gap-2.5 rounded-card border border-line px-3 py-2.5 hover:border-line-control"
                    >
                      <NodeTile type={definition.type} category={category} />
                      <span className="min-w-0">
                        <span className="block font-medium leading-[18px]">{definition.title}</span>
                        <span className="mt-0.5 block text-fg-3 text-small leading-[17px]">{definition.summary}</span>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </FilterScope>
    </DocsPage>
  );
}

function wordsOf({ type, title, summary, keywords = [] }: AnyDefinition, category: string): string {
  return `${type} ${title} ${summary} ${keywords.join(" ")} ${category}`.toLowerCase();
}
