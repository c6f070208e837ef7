import { ArrowUpRight } from "lucide-react";
import { useMemo } from "react";
import { outputPorts } from "#components/canvas/geometry.ts";
import { shapeOfSchema, type ValueShape } from "#components/canvas/value-shape.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import type { AnyDefinition } from "#lib/nodes/define.ts";
import { effectWords } from "#lib/nodes/effect-words.ts";

/** What a node type does, in its own words: made from the definition, so it is never out of date. */
export function DocsTab({ record, definition }: { record: DocumentNode; definition: AnyDefinition | undefined }) {
  const promised = useMemo(() => {
    const output = typeof definition?.output === "function" ? definition.output(record.config) : definition?.output;
    return output === undefined ? null : shapeOfSchema(output);
  }, [definition, record.config]);
  if (definition === undefined) {
    return <p className="p-3 text-fg-2 text-small">There is no description of {record.type} on this server.</p>;
  }
  const ports = outputPorts(definition, record.config, record.policy);
  return (
    <div className="flex flex-col gap-4 p-3 text-fg-2 text-small leading-[17px]">
      <section className="flex flex-col gap-1">
        <h2 className="text-fg font-medium text-base tracking-normal">{definition.title}</h2>
        <p>{definition.summary}</p>
        <p className="text-fg-3">{effectWords[definition.effect]}</p>
        <a
          href={`/docs/nodes/${definition.type}`}
          target="_blank"
          rel="noreferrer"
          className="flex items-center gap-1 self-start rounded-chip text-primary-text hover:underline"
        >
          Read the docs, with examples
          <ArrowUpRight aria-hidden className="size-3.5" />
        </a>
      </section>
      {Object.keys(definition.fields).length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-fg font-medium text-base tracking-normal">Settings</h2>
          <dl className="flex flex-col gap-2">
            {Object.entries(definition.fields).map(([name, spec]) => (
              <div key={name}>
                <dt className="flex items-baseline gap-1.5 font-medium text-fg">
                  {spec.label}
                  <code className="font-normal text-fg-3 text-micro">{name}</code>
                </dt>
                {spec.help && <dd>{spec.help}</dd>}
              </div>
            ))}
          </dl>
        </section>
      )}
      <section className="flex flex-col gap-1">
        <h2 className="text-fg font-medium text-base tracking-normal">Ways on</h2>
        <ul className="flex flex-wrap gap-1">
          {ports.map((port) => (
            <li key={port} className="rounded-chip border border-line-2 px-1.5 font-mono text-[10.5px] leading-[18px]">
              {definition.portTitles?.[port] ?? port}
            </li>
          ))}
        </ul>
      </section>
      {promised !== null && (
        <section className="flex flex-col gap-1">
          <h2 className="text-fg font-medium text-base tracking-normal">What it gives</h2>
          <p>
            Written in other nodes as <code>{`{{ ${record.key} }}`}</code>.
          </p>
          <ShapeList shape={promised} path={record.key} depth={0} />
        </section>
      )}
    </div>
  );
}

function ShapeList({ shape, path, depth }: { shape: ValueShape; path: string; depth: number }) {
  if (shape.fields === undefined || depth > 2) return depth === 0 ? <p className="text-fg-3">A {shape.type}.</p> : null;
  return (
    <ul className="flex flex-col">
      {Object.entries(shape.fields).map(([name, inner]) => (
        <li key={name}>
          <span className="flex h-6 items-center gap-1.5" style={{ paddingLeft: depth * 14 }}>
            <code className="text-[11px] text-fg">{name}</code>
            <span className="text-[10px] text-fg-3">{inner.type}</span>
          </span>
          <ShapeList shape={inner} path={`${path}.${name}`} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
}
