import { ChevronRight } from "lucide-react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useEditor } from "./editor-context.tsx";

/** The first step on an empty canvas: what should set the workflow off. */
export function EmptyCanvas() {
  const { actions, readOnly } = useEditor();
  const empty = useDocument((state) => state.document.nodes.length === 0);
  if (!empty || readOnly) return null;
  const triggers = catalogue.all().filter((definition) => definition.trigger !== undefined);
  return (
    <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center p-4">
      <section
        aria-labelledby="empty-canvas-title"
        className="pointer-events-auto w-full max-w-[332px] rounded-card border border-line bg-surface px-3 pt-4 pb-2 shadow-card"
      >
        <h2 id="empty-canvas-title" className="px-1">
          Start with a trigger
        </h2>
        <p className="mb-2.5 px-1 text-fg-2 text-small">What should set it off?</p>
        <ul>
          {triggers.map((definition) => (
            <li key={definition.type} className="border-line border-t first:border-t-0">
              <button
                type="button"
                className="flex min-h-[52px] w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover"
                onClick={() => actions.add(definition.type, {}, true)}
              >
                <NodeTile type={definition.type} category={definition.category} />
                <span className="min-w-0">
                  <b className="block leading-[17px]">{definition.title}</b>
                  <span className="block text-fg-3 text-micro">{definition.summary}</span>
                </span>
                <ChevronRight aria-hidden className="ml-auto size-3.5 shrink-0 text-fg-3" />
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
