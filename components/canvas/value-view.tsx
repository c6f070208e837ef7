"use client";

import { useMemo, useState } from "react";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";
import { cn } from "#lib/utils.ts";
import { FieldList } from "./field-list.tsx";
import { JsonTree } from "./json-tree.tsx";
import { shapeOfValue } from "./value-shape.ts";
import { ValueTableView } from "./value-table.tsx";

export type ValueViewKind = "schema" | "table" | "json";

export const valueViews: readonly { value: ValueViewKind; label: string }[] = [
  { value: "schema", label: "Schema" },
  { value: "table", label: "Table" },
  { value: "json", label: "JSON" },
];

interface ValueViewProps {
  label: string;
  value: Json | undefined;
  /** Said where there is no value. */
  empty: string;
  first?: ValueViewKind;
  /** Fills the height it is given instead of growing with its content up to `max-h-72`. */
  fill?: boolean;
  /** Told when another view is chosen. */
  onView?(view: ValueViewKind): void;
  className?: string;
}

/** A value to look at: its fields, as a table, or as JSON. */
export function ValueView(props: ValueViewProps) {
  const { label, value, empty, first = "json", fill = false, className, onView } = props;
  const [view, setView] = useState(first);
  const choose = (next: ValueViewKind) => {
    setView(next);
    onView?.(next);
  };
  return (
    <div data-value={label} className={cn("flex min-h-0 flex-col", fill ? "flex-1" : "gap-1.5", className)}>
      <header
        className={cn("flex shrink-0 items-center justify-between gap-2", fill && "h-9 border-line border-b pr-2 pl-3")}
      >
        <h2 className={cn("text-small tracking-normal", fill ? "font-semibold" : "font-medium text-fg-2")}>{label}</h2>
        {value === undefined ? null : (
          <Segmented label={`${label} as`} size="sm" value={view} onValueChange={choose} options={valueViews} />
        )}
      </header>
      {value === undefined ? (
        <p className={cn("text-fg-3 text-small", fill && "p-3")}>{empty}</p>
      ) : (
        <Body view={view} label={label} value={value} fill={fill} />
      )}
    </div>
  );
}

function Body({ view, label, value, fill }: { view: ValueViewKind; label: string; value: Json; fill: boolean }) {
  const frame = fill ? "flex-1 rounded-none border-0" : "max-h-72";
  if (view === "json") return <JsonTree value={value} label={label} className={frame} />;
  if (view === "table") return <ValueTableView value={value} label={label} className={frame} />;
  return (
    <Schema
      value={value}
      label={label}
      className={fill ? "flex-1" : cn(frame, "rounded-control border border-line bg-sunken")}
    />
  );
}

function Schema({ value, label, className }: { value: Json; label: string; className: string }) {
  const sources = useMemo(
    () => [
      {
        name: label,
        title: label,
        shape: shapeOfValue(isJsonObject(value) || Array.isArray(value) ? value : { value }),
      },
    ],
    [value, label],
  );
  return <FieldList label={`Fields of ${label}`} headings={false} sources={sources} className={className} />;
}
