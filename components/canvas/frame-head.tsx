import type { ReactNode } from "react";
import type { NodeCardProps } from "./node-card.tsx";
import { NodeTile } from "./node-tile.tsx";
import { StatusIcon } from "./status-icon.tsx";

type FrameHeadProps = Pick<
  NodeCardProps,
  "type" | "category" | "title" | "summary" | "status" | "problems" | "problemKind"
> & {
  /** Which round is shown, while a run is. */
  round: ReactNode;
};

/** The title of a container's frame: what the whole is moved and opened by. */
export function FrameHead(props: FrameHeadProps) {
  return (
    <div className="frame-head">
      <NodeTile type={props.type} category={props.category} />
      <b>{props.title}</b>
      <span className="frame-summary">{props.summary}</span>
      {props.round}
      {props.problemKind !== null ? (
        <span className="problem-badge" data-kind={props.problemKind}>
          <StatusIcon status="problem" size={12} className="text-inherit" />
          {props.problems}
        </span>
      ) : (
        props.status !== null && <StatusIcon status={props.status} size={16} label />
      )}
    </div>
  );
}
