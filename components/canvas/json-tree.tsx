"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Check, ChevronDown, ChevronRight, Copy } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Json } from "#lib/engine/json.ts";
import { cn } from "#lib/utils.ts";
import { type JsonRow, jsonRows } from "./json-rows.ts";

const ROW = 18;
const OPEN_DEPTH = 3;
const OPEN_SIZE = 100;

const closing = { "{": "}", "[": "]" } as const;
const tones = { string: "text-ok", number: "text-primary-text", plain: "text-fg-2" } as const;

/** A value as folding JSON. Rows out of sight are not drawn, so size does not matter. */
export function JsonTree({ value, label, className }: { value: Json; label: string; className?: string }) {
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () =>
      jsonRows(value, (path, depth, size) => {
        const closedAtFirst = depth >= OPEN_DEPTH || (depth > 0 && size > OPEN_SIZE);
        return flipped.has(path) ? !closedAtFirst : closedAtFirst;
      }),
    [value, flipped],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const windowed = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const flip = (path: string) =>
    setFlipped((now) => {
      const next = new Set(now);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  return (
    <div className={cn("relative min-h-0 rounded-control border border-line bg-sunken", className)}>
      <CopyButton value={value} label={label} />
      <section
        ref={scroller}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        className="h-full max-h-[inherit] overflow-auto py-2 pr-2"
      >
        <div style={{ height: windowed.getTotalSize(), position: "relative" }}>
          {windowed.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <Row key={row.path} row={row} line={item.index + 1} top={item.start} flip={() => flip(row.path)} />
            );
          })}
        </div>
      </section>
    </div>
  );
}

function Row({ row, line, top, flip }: { row: JsonRow; line: number; top: number; flip(): void }) {
  const folds = row.kind === "open" || row.kind === "folded";
  const comma = row.comma ? "," : "";
  return (
    <div
      className="absolute left-0 flex h-[18px] whitespace-pre font-mono text-[11px] text-fg-2 leading-[18px] tracking-[-0.01em]"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span aria-hidden className="w-[38px] shrink-0 select-none pr-[18px] text-right text-[10px] text-fg-3">
        {line}
      </span>
      <span style={{ width: `${row.depth * 2}ch` }} className="shrink-0" />
      {folds ? (
        <button
          type="button"
          aria-expanded={row.kind === "open"}
          aria-label={`${row.name ?? "Everything"}, ${row.text}`}
          onClick={flip}
          className="-ml-3 inline-flex items-center rounded-chip hover:bg-hover"
        >
          {row.kind === "open" ? (
            <ChevronDown aria-hidden className="size-3 text-fg-3" />
          ) : (
            <ChevronRight aria-hidden className="size-3 text-fg-3" />
          )}
          <Name row={row} />
          {row.bracket}
          {row.kind === "folded" && (
            <span className="text-fg-3">
              {` ${row.text} `}
              {row.bracket === null ? "" : closing[row.bracket]}
              {comma}
            </span>
          )}
        </button>
      ) : (
        <span>
          <Name row={row} />
          {row.kind === "close" && row.bracket !== null ? (
            closing[row.bracket]
          ) : (
            <span className={tones[row.tone]}>{row.text}</span>
          )}
          {comma}
        </span>
      )}
    </div>
  );
}

function Name({ row }: { row: JsonRow }) {
  if (row.name === null || row.inList) return null;
  return <span className="text-fg">{`${JSON.stringify(row.name)}: `}</span>;
}

function CopyButton({ value, label }: { value: Json; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      label={copied ? "Copied" : `Copy ${label.toLowerCase()}`}
      size="sm"
      className="absolute top-1 right-1 z-10 bg-sunken"
      onClick={() => {
        navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
      onBlur={() => setCopied(false)}
    >
      {copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
    </IconButton>
  );
}
