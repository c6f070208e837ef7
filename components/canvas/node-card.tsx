import type { ReactNode } from "react";
import type { NodeCategory } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import type { CardStatus } from "./node-status.ts";
import { statusTone } from "./node-status.ts";
import { NodeTile } from "./node-tile.tsx";
import { StatusIcon } from "./status-icon.tsx";

export interface NodeCardProps {
  type: string;
  category: NodeCategory | undefined;
  title: string;
  /** Second line: the setting that matters, or how the run went. */
  summary: ReactNode;
  /** True when the summary is something a machine reads (an address, an expression). */
  mono: boolean;
  /** Set when the second line says what is wrong before anything has run. */
  summaryTone: "fail" | null;
  status: CardStatus | null;
  problems: number;
  /** `error` tints the badge red, `warning` amber. */
  problemKind: "error" | "warning" | null;
  selected: boolean;
  /** Below the card's two lines: what a node is made of, or does. */
  below?: ReactNode;
}

/** The card itself, the same in the editor and in a run. Sizes by zoom are in canvas.css. */
export function NodeCard(props: NodeCardProps) {
  const { status, summary } = props;
  const tone = status === null ? null : statusTone[status];
  const speaks = status !== null && status !== "done" && status !== "skipped" && status !== "disabled";
  return (
    <div
      className="node-card"
      data-status={status ?? "rest"}
      data-selected={props.selected || undefined}
      data-below={props.below === undefined ? undefined : true}
    >
      <div className="card-main">
        <NodeTile type={props.type} category={props.category} />
        <div className="card-text">
          <b>{props.title}</b>
          <span
            className={cn("card-summary", props.mono && "is-mono")}
            data-tone={props.summaryTone ?? (speaks ? tone : null) ?? undefined}
          >
            {status !== null && <StatusIcon status={status} size={12} className="card-inline-status" />}
            <span className="truncate">{summary}</span>
          </span>
        </div>
        <span className="card-slot">
          {props.problemKind !== null ? (
            <span className="problem-badge" data-kind={props.problemKind}>
              <StatusIcon status="problem" size={12} className="text-inherit" />
              {props.problems}
            </span>
          ) : (
            status !== null && <StatusIcon status={status} size={16} label />
          )}
        </span>
      </div>
      {props.below}
    </div>
  );
}
