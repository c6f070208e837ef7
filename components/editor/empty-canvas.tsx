import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { keepSampleInput, sampleText } from "#components/shared/workflows/sample-input.ts";
import { SampleRows } from "#components/shared/workflows/sample-rows.tsx";
import type { Sample } from "#lib/demo/sample.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useEditor } from "./editor-context.tsx";

/** The first step on an empty canvas: what should set the workflow off, or a sample that is complete. */
export function EmptyCanvas() {
  const { actions, readOnly, session, workflowId } = useEditor();
  if (readOnly) return null;
  const triggers = catalogue.all().filter((definition) => definition.trigger !== undefined);
  const begin = ({ name, document, input }: Sample) => {
    const trigger = document.nodes.find(({ type }) => type.startsWith("trigger."));
    if (trigger) keepSampleInput(workflowId, trigger.id, sampleText(input));
    actions.begin(document, name);
  };
  return (
    <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center overflow-y-auto p-4 pt-16 max-lg:top-[72px] max-lg:bottom-[72px] max-lg:py-0">
      <div className="pointer-events-auto grid w-full max-w-[332px] gap-4 lg:max-w-[680px] lg:grid-cols-2">
        <Card title="Start with a trigger" text="What should set it off?">
          <ul>
            {triggers.map((definition) => (
              <li key={definition.type} className="border-line border-t first:border-t-0">
                <button
                  type="button"
                  className="flex min-h-[60px] w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover"
                  onClick={() => {
                    actions.add(definition.type, {});
                    session.setState({ inspectorOpen: true });
                  }}
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
        </Card>
        <Card title="Begin with a sample" text="Complete, with something to run it with">
          <SampleRows onChoose={begin} />
        </Card>
      </div>
    </div>
  );
}

function Card({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-card border border-line bg-surface px-3 pt-4 pb-2 shadow-card">
      <h2 className="px-1">{title}</h2>
      <p className="mb-2.5 px-1 text-fg-2 text-small">{text}</p>
      {children}
    </section>
  );
}
