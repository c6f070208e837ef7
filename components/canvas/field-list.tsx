"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import type { NodeCategory } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import { NodeTile } from "./node-tile.tsx";
import { type SchemaRow, schemaRows } from "./schema-rows.ts";
import type { ValueShape } from "./value-shape.ts";

/** A value and where it comes from. */
export interface FieldSource {
  /** What an expression calls it: `fetch_user`, `trigger`. */
  name: string;
  title: string;
  type?: string;
  category?: NodeCategory;
  shape: ValueShape | undefined;
}

interface FieldListProps {
  label: string;
  sources: readonly FieldSource[];
  /** Only one source needs no line that names it. */
  headings?: boolean;
  /** Paths that are read already, as `pathOf` writes them. */
  used?: ReadonlySet<string>;
  /** How a field is written in an expression. */
  pathOf?(source: string, path: SchemaRow["path"]): string;
  onDragStart?(event: React.DragEvent, path: string): void;
  /** Enter or a click on a field. */
  onTake?(path: string): void;
  className?: string;
}

type Line = { kind: "source"; source: FieldSource } | { kind: "field"; source: FieldSource; row: SchemaRow };

const SOURCE = 32;
const FIELD = 24;

/** The fields of one or several values, with their types and what is in them. Lines out of sight are not drawn. */
export function FieldList(props: FieldListProps) {
  const { sources, headings = true } = props;
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => linesOf(sources, headings, flipped), [sources, headings, flipped]);
  const scroller = useRef<HTMLDivElement>(null);
  const windowed = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "source" ? SOURCE : FIELD),
    overscan: 12,
  });
  const flip = (key: string) =>
    setFlipped((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <section
      ref={scroller}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      className={cn("min-h-0 overflow-auto", props.className)}
    >
      <ul className="relative" style={{ height: windowed.getTotalSize() }}>
        {windowed.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          return (
            <li key={item.key} className="absolute inset-x-0" style={{ transform: `translateY(${item.start}px)` }}>
              {line.kind === "source" ? (
                <SourceLine source={line.source} first={item.index === 0} />
              ) : (
                <FieldLine {...props} source={line.source} row={line.row} flip={() => flip(keyOf(line))} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function keyOf(line: Extract<Line, { kind: "field" }>): string {
  return `${line.source.name}/${line.row.id}`;
}

function linesOf(sources: readonly FieldSource[], headings: boolean, flipped: ReadonlySet<string>): Line[] {
  return sources.flatMap((source): Line[] => {
    const isOpen = (id: string, depth: number) => {
      const atFirst = depth === 0 && sources.length === 1;
      return flipped.has(`${source.name}/${id}`) !== atFirst;
    };
    const rows = source.shape ? schemaRows(source.shape, isOpen) : [];
    const fields = rows.map((row): Line => ({ kind: "field", source, row }));
    return headings ? [{ kind: "source", source }, ...fields] : fields;
  });
}

function SourceLine({ source, first }: { source: FieldSource; first: boolean }) {
  const { shape } = source;
  return (
    <div className={cn("flex h-8 items-center gap-1.5 px-3 font-medium text-small", !first && "border-line border-t")}>
      {source.type !== undefined && (
        <NodeTile type={source.type} category={source.category} size="sm" className="size-[18px]" />
      )}
      <span className="truncate">{source.title}</span>
      <span className="ml-auto shrink-0 font-normal text-fg-3 text-micro">
        {shape === undefined ? "Not known yet" : shape.fields || shape.item ? "" : (shape.sample ?? shape.type)}
      </span>
    </div>
  );
}

function FieldLine(props: FieldListProps & { source: FieldSource; row: SchemaRow; flip(): void }) {
  const { row, source, flip } = props;
  const path = props.pathOf?.(source.name, row.path);
  const used = path !== undefined && props.used?.has(path);
  const content = (
    <>
      <span
        className={cn(
          "truncate font-mono text-[11px] text-fg tracking-[-0.01em]",
          used && "rounded-[3px] bg-primary-soft text-primary-text shadow-[0_0_0_2px_var(--accent-soft)]",
        )}
      >
        {row.name}
      </span>
      <span className="shrink-0 text-[10px] text-fg-3">{row.type}</span>
      <span className="ml-auto min-w-0 truncate text-right text-fg-3">{row.sample}</span>
    </>
  );
  const line = "flex h-6 min-w-0 flex-1 items-center gap-1.5 pr-3 text-left text-micro";
  return (
    <div className="flex hover:bg-hover" style={{ paddingLeft: 4 + row.depth * 14 }}>
      {row.folds === null ? (
        <span className="w-4 shrink-0" />
      ) : (
        <button
          type="button"
          aria-expanded={row.folds === "open"}
          aria-label={`${row.folds === "open" ? "Fold" : "Unfold"} ${row.name}`}
          onClick={flip}
          className="grid w-4 shrink-0 place-items-center text-fg-3"
        >
          {row.folds === "open" ? (
            <ChevronDown aria-hidden className="size-3" />
          ) : (
            <ChevronRight aria-hidden className="size-3" />
          )}
        </button>
      )}
      {path === undefined || props.onTake === undefined ? (
        <span className={line}>{content}</span>
      ) : (
        <button
          type="button"
          className={cn(line, "cursor-grab")}
          draggable
          title={`{{ ${path} }}`}
          onDragStart={(event) => props.onDragStart?.(event, path)}
          onClick={() => props.onTake?.(path)}
        >
          {content}
        </button>
      )}
    </div>
  );
}
