"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { Json } from "#lib/engine/json.ts";
import { cn } from "#lib/utils.ts";
import { tableOf } from "./table-of.ts";

const ROW = 26;
const NUMBER_WIDTH = 44;
const COLUMN_WIDTH = 96;

/** A value as a table. Rows out of sight are not drawn. */
export function ValueTableView({ value, label, className }: { value: Json; label: string; className?: string }) {
  const table = useMemo(() => tableOf(value), [value]);
  const scroller = useRef<HTMLDivElement>(null);
  const windowed = useVirtualizer({
    count: table.rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const drawn = windowed.getVirtualItems();
  const above = drawn[0]?.start ?? 0;
  const below = windowed.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      className={cn("min-h-0 overflow-auto rounded-control border border-line bg-sunken", className)}
    >
      <table
        aria-rowcount={table.rows + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-left"
        style={{ minWidth: NUMBER_WIDTH + table.columns.length * COLUMN_WIDTH }}
      >
        <thead className="sticky top-0 z-10 bg-sunken text-fg-2 text-micro">
          <tr aria-rowindex={1}>
            <th
              scope="col"
              className="border-line border-b px-2 py-1 text-right font-medium text-fg-3"
              style={{ width: NUMBER_WIDTH }}
            >
              <span aria-hidden>#</span>
              <span className="sr-only">Number</span>
            </th>
            {table.columns.map((column) => (
              <th scope="col" key={column} className="truncate border-line border-b px-2 py-1 font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="font-mono text-[11px] text-fg-2">
          <Space height={above} />
          {drawn.map((item) => (
            <tr key={item.key} aria-rowindex={item.index + 2} style={{ height: ROW }}>
              <th scope="row" className="border-line border-b px-2 text-right font-normal text-[10px] text-fg-3">
                {item.index + 1}
              </th>
              {table.columns.map((column, index) => (
                <td key={column} className="truncate border-line border-b px-2">
                  {table.cell(item.index, index)}
                </td>
              ))}
            </tr>
          ))}
          <Space height={below} />
        </tbody>
      </table>
      {table.rows === 0 && <p className="p-2 text-fg-3 text-small">This list is empty.</p>}
    </section>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ height }: { height: number }) {
  return height > 0 ? <tr style={{ height }} /> : null;
}
