import { GraphThumbnail } from "#components/shared/workflows/graph-thumbnail.tsx";
import type { Sample } from "#lib/demo/sample.ts";
import { catalogue } from "#lib/nodes/catalog.ts";

interface TemplateCardProps {
  template: Sample;
  /** Name of the knowledge base that is made along with it. */
  knowledge?: string | undefined;
  disabled: boolean;
  onChoose: () => void;
}

/** One workflow to begin with: its shape, what one sees, and what it is made of. */
export function TemplateCard({ template, knowledge, disabled, onChoose }: TemplateCardProps) {
  return (
    <li className="flex">
      <button
        type="button"
        disabled={disabled}
        onClick={onChoose}
        className="flex w-full flex-col overflow-hidden rounded-card border border-line bg-surface text-left shadow-card hover:border-line-control disabled:text-fg-off disabled:hover:border-line"
      >
        <span className="grid w-full place-items-center border-line border-b bg-canvas py-3">
          <GraphThumbnail document={template.document} size="large" />
        </span>
        <span className="flex flex-1 flex-col px-3.5 pt-3 pb-3.5">
          <b className="font-medium leading-5">{template.name}</b>
          <span className="mt-0.5 text-fg-2 text-small">{template.summary}</span>
          <span className="mt-auto pt-2.5 text-fg-3 text-micro">{factsOf(template, knowledge).join(" · ")}</span>
        </span>
      </button>
    </li>
  );
}

/** "13 nodes · Webhook · model · knowledge" */
function factsOf({ document }: Sample, knowledge: string | undefined): string[] {
  const starts = document.nodes.flatMap(({ type }) => {
    const definition = catalogue.get(type);
    return definition?.trigger ? [definition.title] : [];
  });
  return [
    `${document.nodes.length} nodes`,
    ...starts,
    ...(document.nodes.some(({ type }) => type.startsWith("ai.")) ? ["model"] : []),
    ...(knowledge === undefined ? [] : ["knowledge"]),
  ];
}
