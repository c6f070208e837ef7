import { ArrowUpRight } from "lucide-react";
import { useMemo } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { shapeOfSchema } from "#components/canvas/value-shape.ts";
import { categoryTitles } from "#lib/nodes/category-titles.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";

const OUTPUTS_SHOWN = 5;

/** The highlighted node type: what it does and what it gives. */
export function PaletteInfo({ definition }: { definition: AnyDefinition }) {
  const config = definition.defaults;
  const ports = typeof definition.ports === "function" ? definition.ports(config) : definition.ports;
  const fields = useMemo(() => {
    const schema = typeof definition.output === "function" ? definition.output(config) : definition.output;
    return schema === undefined ? [] : Object.entries(shapeOfSchema(schema).fields ?? {});
  }, [definition, config]);
  return (
    <div className="flex flex-col gap-3 overflow-y-auto bg-bg p-3 text-fg-2 text-small leading-[17px] max-sm:hidden">
      <div className="flex items-center gap-2.5">
        <NodeTile type={definition.type} category={definition.category} />
        <div className="min-w-0">
          <h2 className="text-fg leading-4 font-medium text-base tracking-normal">{definition.title}</h2>
          <p className="text-fg-3 text-micro">
            {categoryTitles[definition.category]}
            {definition.effect === "pure" ? " · runs at once" : ""}
          </p>
        </div>
      </div>
      <p>{definition.summary}</p>
      <dl className="grid grid-cols-[26px_1fr] gap-y-1 text-micro leading-4">
        {ports.length > 1 && (
          <>
            <dt className="text-fg-3">Ways</dt>
            <dd className="pl-2 font-mono text-[10.5px] text-fg">
              {ports.map((port) => definition.portTitles?.[port] ?? port).join(", ")}
            </dd>
          </>
        )}
        {fields.slice(0, OUTPUTS_SHOWN).map(([name, shape], i) => (
          <div key={name} className="contents">
            <dt className="text-fg-3">{i === 0 ? "Out" : ""}</dt>
            <dd className="flex min-w-0 items-baseline justify-between gap-1.5">
              <span className="truncate font-mono text-[10.5px] text-fg">{name}</span>
              <span className="text-fg-3">{shape.type}</span>
            </dd>
          </div>
        ))}
        {fields.length > OUTPUTS_SHOWN && (
          <>
            <dt />
            <dd className="text-fg-3">and {fields.length - OUTPUTS_SHOWN} more</dd>
          </>
        )}
      </dl>
      <a
        href={`/docs/nodes/${definition.type}`}
        target="_blank"
        rel="noreferrer"
        className="mt-auto flex items-center gap-1 self-start rounded-chip text-primary-text hover:underline"
      >
        Read the docs
        <ArrowUpRight aria-hidden className="size-3.5" />
      </a>
    </div>
  );
}
